#include "core/strict_float.h"

#include "core/decimal.h"
#include "report/html.h"
#include "report/stack_output.h"
#include "report/svg.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace {

using Row = std::vector<std::string>;

constexpr double kChartHeight = 360;
constexpr double kLeastShown = 1e-18;  // below, a logarithm says nothing but rounding

double value_of(const TableEntry& entry, const Results& results) {
  return entry.configuration.empty() ? entry.at : spread_of(entry, results).mean;
}

// What a scale is to hold, and a margin; of a logarithmic one, what is positive. Nothing where
// there is none.
std::optional<std::pair<double, double>> range_of(const std::vector<double>& values,
                                                  bool logarithmic) {
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (const double value : values) {
    if (!std::isfinite(value) || (logarithmic && value < kLeastShown)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  if (most < least) return std::nullopt;
  if (logarithmic) return std::pair(least / 1.3, most * 1.3);
  const double margin = most > least ? (most - least) * 0.05 : 0.5;
  return std::pair(least - margin, most + margin);
}

struct Scales {
  svg::Scale x;
  svg::Scale y;
};

// Nothing where nothing was measured.
std::optional<Scales> scales_of(const StackPicture& picture, const Results& results) {
  std::vector<double> across;
  std::vector<double> upward;
  for (const StackCurve& curve : picture.curves) {
    for (const auto& [at, entry] : curve.points) {
      across.push_back(at);
      upward.push_back(value_of(entry, results));
    }
  }
  for (const StackMark& mark : picture.across) upward.push_back(value_of(mark.entry, results));
  const auto x = range_of(across, picture.log_x);
  const auto y = range_of(upward, picture.log_y);
  if (!x || !y) return std::nullopt;
  return Scales{svg::across(x->first, x->second, picture.log_x),
                svg::upward(y->first, y->second, kChartHeight, picture.log_y)};
}

// Broken where a number is missing; what is too small for the scale lies on its lower edge.
std::string curve_lines(const StackCurve& curve, const std::string& css_class, const Scales& scales,
                        const Results& results) {
  std::string content;
  std::vector<svg::Point> points;
  const auto end_line = [&] {
    if (points.size() > 1) content += svg::polyline(points, "curve " + css_class);
    if (points.size() == 1) content += svg::circle(points[0], 4, "mark " + css_class);
    points.clear();
  };
  for (const auto& [at, entry] : curve.points) {
    const double value = value_of(entry, results);
    if (!std::isfinite(value)) {
      end_line();
    } else {
      points.emplace_back(scales.x(at), scales.y(std::max(value, scales.y.first)));
    }
  }
  end_line();
  return content;
}

std::string marks(const StackPicture& picture, const Scales& scales, const Results& results) {
  const auto& [x, y] = scales;
  std::string content;
  for (std::size_t k = 0; k < picture.across.size(); ++k) {
    const double at = y(value_of(picture.across[k].entry, results));
    if (!std::isfinite(at)) continue;
    content += svg::line({x.begin, at}, {x.end, at}, "ideal");
    const bool right = k % 2 == 0;  // two lines may lie close together
    content += svg::text({right ? x.end : x.begin + 4, at - 5}, right ? "end" : "start", "label",
                         picture.across[k].name);
  }
  for (std::size_t k = 0; k < picture.upright.size(); ++k) {
    const double at = x(value_of(picture.upright[k].entry, results));
    if (!(at > x.begin && at < x.end)) continue;
    content += svg::line({at, y.begin}, {at, y.end}, "ideal");
    const double height = y.end + 16 + 22 * static_cast<double>(k);
    const bool right = at > (x.begin + x.end) / 2;
    content += svg::text({right ? at - 6 : at + 6, height}, right ? "end" : "start", "label",
                         picture.upright[k].name);
  }
  return content;
}

// A row for each place, a column for each curve: mean and deviation.
std::map<double, Row> rows_of(const StackPicture& picture, const Results& results) {
  std::map<double, Row> rows;
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    for (const auto& [at, entry] : picture.curves[k].points) {
      Row& row = rows[at];
      row.resize(picture.curves.size() + 1, "–");
      row[0] = to_significant(at, 6);
      row[k + 1] = spread_text(spread_of(entry, results));
    }
  }
  return rows;
}

// A table, of which the first line is the heads.
std::string table_of(const std::string& id, const std::string& title, std::vector<Row> lines) {
  for (Row& line : lines) {
    for (std::string& cell : line) cell = html::escaped(cell);
  }
  return html::table(id, html::escaped(title), lines[0], {lines.begin() + 1, lines.end()});
}

// The numbers of the first seed: L^2 of them.
std::vector<double> map_of(const StackMap& map, const Results& results) {
  std::vector<double> shares;
  const Results::Seeds& seeds = results.of(map.configuration);
  if (seeds.empty()) return shares;
  for (const Measured& one : seeds.begin()->second) {
    if (one.quantity == map.quantity) shares.push_back(one.value);
  }
  return shares;
}

// What is said of a stack: its verdict, and a sentence.
std::pair<std::string, std::string> said_of(const Runs& stack, bool is_whole) {
  if (!is_whole) return {"not all runs made", "So nothing is found yet."};
  const Finding finding = stack.experiment->finding(stack.results, stack.size);
  return {html::escaped(verdict_text(finding)), html::escaped(finding.sentence)};
}

std::string section_of(const Runs& stack, const std::string& verdict, const std::string& finding) {
  const std::string name = stack.experiment->name;
  const StackPictures pictures = pictures_of(stack);
  std::string text = "<section id=\"" + name + "\">\n<h2>" +
                     html::escaped(stack.experiment->claim) + "</h2>\n<p class=\"verdict\">" +
                     verdict + "</p>\n<p>" + finding + "</p>\n<div class=\"columns\">\n";
  for (std::size_t k = 0; k < pictures.charts.size(); ++k) {
    const std::string id = name + "-chart" + std::to_string(k + 1);
    text += chart_figure(id, pictures.charts[k], stack.results);
  }
  std::string tables;
  for (const StackTable& table : stack.experiment->tables(stack.size)) {
    const std::string id = name + "-" + std::to_string(tables.size());  // another for each
    tables += table_of(id, table.title, lines_of(table, stack.results));
  }
  return text + map_figure(name + "-maps", pictures.maps, stack.results) +
         "</div>\n<details><summary>The tables, mean and standard deviation</summary>" + tables +
         "</details>\n<details><summary>Run it again</summary><pre>posembed stack " + name +
         " --seeds " + text_of_seeds(stack.seeds) +
         (stack.size == StackSize::kQuick ? " --quick" : "") + "\n\n" +
         html::escaped(commands_text(stack.configurations)) + "</pre></details>\n</section>\n";
}

}  // namespace

std::string chart_figure(const std::string& id, const StackPicture& picture,
                         const Results& results) {
  const std::string title = html::escaped(picture.title);
  const std::optional<Scales> scales = scales_of(picture, results);
  if (!scales) return "<figure><h3>" + title + "</h3>\n<p>Nothing measured.</p></figure>\n";
  std::vector<Row> lines = {{picture.x_name}};
  std::vector<double> places;
  for (const auto& [place, row] : rows_of(picture, results)) {
    places.push_back(place);
    lines.push_back(row);
  }
  std::string keys;
  std::string curves;
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    const StackCurve& curve = picture.curves[k];
    const std::string colour = "c" + std::to_string(k % 7);
    curves += curve_lines(curve, colour, *scales, results);
    keys += "<span class=\"key " + colour + "\">" + html::escaped(curve.name) + "</span> ";
    lines[0].push_back(curve.name);
  }
  if (!picture.log_x) places.clear();  // where they are many
  return "<figure><figcaption><h3>" + title + "</h3></figcaption>\n<p class=\"legend\">" + keys +
         "</p>\n" +
         svg::drawing(id, title, kChartHeight, "",
                      svg::axes(scales->x, picture.x_name, scales->y, picture.y_name, places) +
                          marks(picture, *scales, results) + curves) +
         "<details><summary>As a table</summary>" + table_of(id + "-table", picture.title, lines) +
         "</details></figure>\n";
}

std::string map_figure(const std::string& id, const std::vector<StackMap>& maps,
                       const Results& results) {
  constexpr std::size_t kAcross = 3;
  constexpr double kMapSize = 640.0 / kAcross;
  std::string content;
  std::size_t drawn = 0;
  for (const StackMap& map : maps) {
    const std::vector<double> shares = map_of(map, results);
    const auto places = static_cast<std::size_t>(std::lround(std::sqrt(shares.size())));
    if (places == 0) continue;
    const std::size_t line = drawn / kAcross;
    const double left = kMapSize * static_cast<double>(drawn % kAcross) + 6;
    const double top = (kMapSize + 30) * static_cast<double>(line) + 30;
    const double cell = (kMapSize - 12) / static_cast<double>(places);
    ++drawn;
    content += svg::text({left, top - 8}, "start", "label", html::escaped(map.title));
    content += svg::bar(left, kMapSize - 12, top, top + kMapSize - 12, "map");
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const std::size_t row = k / places;
      const double x = left + cell * static_cast<double>(k % places);
      const double y = top + cell * static_cast<double>(row);
      if (shares[k] < 0.005) continue;  // not to be seen
      content += svg::bar(x, cell, y, y + cell, "position",
                          " fill-opacity=\"" + to_fixed(std::min(shares[k], 1.0), 2) + "\"");
    }
  }
  if (drawn == 0) return "";
  const std::size_t lines = (drawn + kAcross - 1) / kAcross;
  return "<figure><figcaption><h3>What each place heeds</h3><p>A row is a place of one sequence, a "
         "column a place that it heeds: the darker, the more. The answer depends on the place "
         "before alone, left of the diagonal.</p></figcaption>\n" +
         svg::drawing(id, "What each place heeds, by depth and measure",
                      (kMapSize + 30) * static_cast<double>(lines), "", content) +
         "</figure>\n";
}

std::string stack_page(const std::vector<Runs>& stacks,
                       const std::function<bool(const Runs&)>& is_whole,
                       const std::string& command) {
  std::string sections;
  std::string contents;
  for (const Runs& stack : stacks) {
    const auto [verdict, finding] = said_of(stack, is_whole(stack));
    contents += std::string("<li><a href=\"#") + stack.experiment->name + "\">" +
                html::escaped(stack.experiment->claim) + "</a> <b>" + verdict + "</b></li>\n";
    sections += section_of(stack, verdict, finding);
  }
  return html::page("what goes wrong in deep stacks",
                    html::filled(html::source(html::Source::kStackPage),
                                 {{"contents", contents},
                                  {"seeds", stacks.empty() ? "" : text_of_seeds(stacks[0].seeds)},
                                  {"sections", sections},
                                  {"command", html::escaped(command)}}));
}
