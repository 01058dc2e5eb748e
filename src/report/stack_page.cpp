#include "core/strict_float.h"

#include "report/html.h"
#include "report/stack_charts.h"
#include "report/stack_output.h"

namespace {

std::string tables_of(const Runs& stack) {
  std::string text;
  for (const StackTable& table : stack.experiment->tables(stack.size)) {
    std::vector<std::string> heads = {table.row_head};
    for (const std::string& head : table.heads) heads.push_back(html::escaped(head));
    std::vector<std::vector<std::string>> rows;
    for (const TableRow& row : table.rows) {
      rows.push_back({html::escaped(row.name)});
      for (const TableEntry& entry : row.entries) {
        rows.back().push_back(
            spread_text(stack.results.spread(entry.configuration, entry.quantity, entry.at)));
      }
    }
    text += html::table(std::string(stack.experiment->name) + "-" +
                            std::to_string(text.size()),  // another for each
                        html::escaped(table.title), heads, rows);
  }
  return "<details><summary>The tables, mean and standard deviation</summary>" + text +
         "</details>\n";
}

struct Said {
  std::string verdict;
  std::string finding;
};
Said said_of(const Runs& stack, bool is_whole) {
  if (!is_whole) return {"not all runs made", "So nothing is found yet."};
  const Finding finding = stack.experiment->finding(stack.results, stack.size);
  return {html::escaped(verdict_text(finding)), html::escaped(finding.sentence)};
}

std::string section_of(const Runs& stack, const Said& said) {
  const Experiment& experiment = *stack.experiment;
  const std::string name = experiment.name;
  std::string text = "<section id=\"" + name + "\">\n<h2>" + html::escaped(experiment.claim) +
                     "</h2>\n<p class=\"verdict\">" + said.verdict + "</p>\n<p>" + said.finding +
                     "</p>\n<div class=\"columns\">\n";
  const StackPictures pictures = pictures_of(stack);
  for (std::size_t k = 0; k < pictures.charts.size(); ++k) {
    text +=
        chart_figure(name + "-chart" + std::to_string(k + 1), pictures.charts[k], stack.results);
  }
  text += map_figure(name + "-maps", pictures.maps, stack.results) + "</div>\n" + tables_of(stack);
  const std::string commands = commands_text(stack.configurations);
  text += "<details><summary>Run it again</summary><pre>posembed stack " + name + " --seeds " +
          text_of_seeds(stack.seeds) + (stack.size == StackSize::kQuick ? " --quick" : "") +
          "\n\n" + html::escaped(commands) + "</pre></details>\n";
  return text + "</section>\n";
}

}  // namespace

std::string stack_page(const std::vector<Runs>& stacks,
                       const std::function<bool(const Runs&)>& is_whole,
                       const std::string& command) {
  std::string sections;
  std::string contents;
  for (const Runs& stack : stacks) {
    const std::string name = stack.experiment->name;
    const Said said = said_of(stack, is_whole(stack));
    contents += "<li><a href=\"#" + name + "\">" + html::escaped(stack.experiment->claim) +
                "</a> <b>" + said.verdict + "</b></li>\n";
    sections += section_of(stack, said);
  }
  return html::page("what goes wrong in deep stacks",
                    html::filled(html::source(html::Source::kStackPage),
                                 {{"contents", contents},
                                  {"seeds", stacks.empty() ? "" : text_of_seeds(stacks[0].seeds)},
                                  {"sections", sections},
                                  {"command", html::escaped(command)}}));
}
