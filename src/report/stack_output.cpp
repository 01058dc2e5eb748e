#include "core/strict_float.h"

#include "report/stack_output.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/text_layout.h"
#include "training/settings.h"

#include <algorithm>

namespace {

constexpr std::size_t kColumns = 80;

std::string in_columns(const std::vector<std::vector<std::string>>& lines) {
  std::string text;
  for (const std::vector<std::string>& line : lines) {
    for (std::size_t c = 0; c < line.size(); ++c) {
      std::size_t width = 0;
      for (const std::vector<std::string>& other : lines) width = std::max(width, other[c].size());
      text += c == 0 ? left_aligned(line[c], width) : "  " + right_aligned(line[c], width);
    }
    text += "\n";
  }
  return text;
}

std::string table_text(const StackTable& table, const Results& results) {
  std::string notes;
  for (const TableRow& row : table.rows) {
    for (const TableEntry& entry : row.entries) {
      const Spread spread = spread_of(entry, results);
      if (spread.diverged == 0 || spread.count == 0) continue;
      notes += "* " + entry.configuration + ": " + std::to_string(spread.diverged) + " of " +
               std::to_string(spread.diverged + spread.count) + " runs diverged and left out\n";
    }
  }
  return table.title + "\n" + in_columns(lines_of(table, results)) + notes + "\n";
}

// Of each setting the value that most configurations have: then what one of them needs more is
// short. A flag cannot be taken back, so all of them must have it.
Settings usual_settings(const std::vector<Configuration>& configurations) {
  Settings usual;
  for (const Setting& setting : settings_table({"seed"})) {
    const bool is_flag = setting.value_name.empty();
    const auto have = [&](const std::string& value) {
      return std::count_if(
          configurations.begin(), configurations.end(),
          [&](const Configuration& one) { return setting.get(one.settings) == value; });
    };
    for (const Configuration& one : configurations) {
      const std::string value = setting.get(one.settings);
      const auto count = have(value);
      const bool all = count == static_cast<std::ptrdiff_t>(configurations.size());
      if (is_flag ? all : count > have(setting.get(usual))) setting.set(usual, value);
    }
  }
  return usual;
}

std::string spread_json(const Spread& spread) {
  return json::object({{"mean", json::number(spread.mean)},
                       {"deviation", json::number(spread.deviation)},
                       {"runs", std::to_string(spread.count)},
                       {"diverged", std::to_string(spread.diverged)}});
}

std::string table_json(const StackTable& table, const Results& results) {
  const auto row_json = [&](const TableRow& row) {
    return json::object({{"name", json::quoted(row.name)},
                         {"values", json::array(row.entries, [&](const TableEntry& entry) {
                            return spread_json(spread_of(entry, results));
                          })}});
  };
  return json::object({{"title", json::quoted(table.title)},
                       {"row_head", json::quoted(table.row_head)},
                       {"heads", json::array(table.heads, json::quoted)},
                       {"rows", json::array(table.rows, row_json)}});
}

std::string quantity_json(const Quantity& quantity, const std::string& name,
                          const Results& results) {
  const std::vector<double> places = quantity.places();
  const auto spread = [&](double at) {
    return spread_json(results.spread(name, quantity.name, at));
  };
  return json::object({{"name", json::quoted(quantity.name)},
                       {"at", json::array(places, [](double at) { return json::number(at); })},
                       {"values", json::array(places, spread)}});
}

std::string configuration_json(const Configuration& one, const Results& results) {
  std::vector<Quantity> measured;
  if (!results.of(one.name).empty()) measured = one.quantities(one.settings);
  const auto each = [&](const Quantity& quantity) {
    return quantity_json(quantity, one.name, results);
  };
  const std::string command =
      "posembed train --seed S --errors FILE" + options_of(one.settings, {"seed"});
  return json::object({{"name", json::quoted(one.name)},
                       {"command", one.is_trained ? json::quoted(command) : "null"},
                       {"quantities", json::array(measured, each, ",\n")}});
}

std::string experiment_json(const Runs& stack) {
  const Experiment& experiment = *stack.experiment;
  const Finding finding = experiment.finding(stack.results, stack.size);
  const auto table = [&](const StackTable& one) { return table_json(one, stack.results); };
  const auto configuration = [&](const Configuration& one) {
    return configuration_json(one, stack.results);
  };
  return json::object({{"name", json::quoted(experiment.name)},
                       {"claim", json::quoted(experiment.claim)},
                       {"seeds", json::quoted(text_of_seeds(stack.seeds))},
                       {"finding", json::quoted(finding.sentence)},
                       {"verdict", json::quoted(verdict_text(finding))},
                       {"tables", json::array(experiment.tables(stack.size), table, ",\n")},
                       {"cells", json::array(stack.configurations, configuration, ",\n")}});
}

}  // namespace

Spread spread_of(const TableEntry& entry, const Results& results) {
  return results.spread(entry.configuration, entry.quantity, entry.at);
}

std::vector<std::vector<std::string>> lines_of(const StackTable& table, const Results& results) {
  std::vector<std::vector<std::string>> lines = {{table.row_head}};
  lines[0].insert(lines[0].end(), table.heads.begin(), table.heads.end());
  for (const TableRow& row : table.rows) {
    lines.push_back({row.name});
    for (const TableEntry& entry : row.entries) {
      lines.back().push_back(spread_text(spread_of(entry, results)));
    }
  }
  return lines;
}

std::string spread_text(const Spread& spread) {
  if (spread.count == 0) return spread.diverged == 0 ? "-" : "diverged";
  std::string text = three_digits(spread.mean);
  if (spread.count > 1) {
    const double deviation = spread.deviation;
    text += "+-" + (deviation < 10 || deviation >= 1000 ? to_significant(deviation, 1)
                                                        : to_fixed(deviation, 0));
  }
  return text + (spread.diverged == 0 ? "" : "*");
}

std::string commands_text(const std::vector<Configuration>& configurations) {
  std::vector<Configuration> trained;
  std::size_t longest = 0;
  for (const Configuration& one : configurations) {
    if (one.is_trained) trained.push_back(one);
    if (one.is_trained) longest = std::max(longest, one.name.size());
  }
  if (trained.empty()) return "";
  const Settings usual = usual_settings(trained);
  std::string text =
      wrapped("Any of these again, with seed S: posembed train --seed S --errors FILE" +
                  options_of(usual) + ", and:",
              kColumns, 2);
  for (const Configuration& one : trained) {
    const std::string own = options_of(one.settings, {"seed"}, usual);
    text += "  " + (own.empty() ? one.name : left_aligned(one.name, longest) + " " + own) + "\n";
  }
  return text + "\n";
}

std::string verdict_text(const Finding& finding) {
  if (finding.verdict == Verdict::kHolds) return "holds";
  if (finding.verdict == Verdict::kHoldsWhen) return "holds when " + finding.when;
  return finding.verdict == Verdict::kRefuted ? "refuted" : "not shown either way";
}

std::string stack_text(const Runs& stack, bool is_whole) {
  const Experiment& experiment = *stack.experiment;
  std::string text = wrapped(std::string(experiment.name) + ": " + experiment.claim, kColumns, 2);
  text += "(mean+-standard deviation over seed " + text_of_seeds(stack.seeds) + ")\n\n";
  for (const StackTable& table : experiment.tables(stack.size)) {
    text += table_text(table, stack.results);
  }
  if (is_whole) {
    const Finding finding = experiment.finding(stack.results, stack.size);
    text += wrapped("Finding: " + finding.sentence, kColumns, 2) +
            wrapped("Verdict: " + verdict_text(finding) + ".", kColumns, 2) + "\n";
  }
  return text + commands_text(stack.configurations);
}

std::string stack_json(const std::vector<Runs>& all) {
  return "{\"experiments\":" + json::array(all, experiment_json, ",\n") + "}\n";
}
