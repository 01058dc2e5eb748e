#include "core/strict_float.h"

#include "report/stack_charts.h"

#include "core/decimal.h"
#include "report/html.h"
#include "report/stack_output.h"
#include "report/svg.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace {

constexpr double kChartHeight = 360;
constexpr double kLeastShown = 1e-18;  // below, a logarithm says nothing but rounding

double value_of(const TableEntry& entry, const Results& results) {
  return entry.configuration.empty() ? entry.at
                                     : results.mean(entry.configuration, entry.quantity, entry.at);
}

// What a scale has to hold; of a logarithmic one, what is positive.
class ChartRange {
 public:
  explicit ChartRange(bool logarithmic) : logarithmic_(logarithmic) {}
  void add(double value) {
    if (!std::isfinite(value) || (logarithmic_ && value < kLeastShown)) return;
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
  }
  bool is_empty() const { return most_ < least_; }
  double least() const { return logarithmic_ ? least_ / 1.3 : least_ - margin(); }
  double most() const { return logarithmic_ ? most_ * 1.3 : most_ + margin(); }

 private:
  double margin() const { return most_ > least_ ? (most_ - least_) * 0.05 : 0.5; }
  bool logarithmic_;
  double least_ = std::numeric_limits<double>::infinity();
  double most_ = -std::numeric_limits<double>::infinity();
};

struct Scales {
  svg::Scale x;
  svg::Scale y;
};

// Nothing where nothing was measured.
std::optional<Scales> scales_of(const StackPicture& picture, const Results& results) {
  ChartRange x(picture.log_x);
  ChartRange y(picture.log_y);
  for (const StackCurve& curve : picture.curves) {
    for (const auto& [at, entry] : curve.points) {
      x.add(at);
      y.add(value_of(entry, results));
    }
  }
  for (const StackMark& mark : picture.across) y.add(value_of(mark.entry, results));
  if (x.is_empty() || y.is_empty()) return std::nullopt;
  Scales scales = {svg::across(x.least(), x.most()),
                   svg::upward(y.least(), y.most(), kChartHeight, picture.log_y)};
  scales.x.logarithmic = picture.log_x;
  return scales;
}

// The places at which something was measured, where they are few.
std::string axes(const StackPicture& picture, const Scales& scales) {
  const auto& [x, y] = scales;
  if (!picture.log_x) return svg::axes(x, picture.x_name, y, picture.y_name);
  std::set<double> places;
  for (const StackCurve& curve : picture.curves) {
    for (const auto& point : curve.points) places.insert(point.first);
  }
  std::string content = svg::upright_axis(x, y, picture.y_name);
  for (const double place : places) {
    content += svg::line({x(place), y.begin}, {x(place), y.begin + 5}, "axis");
    content += svg::text({x(place), y.begin + 22}, "middle", "tick", to_significant(place, 6));
  }
  content += svg::line({x.begin, y.begin}, {x.end, y.begin}, "axis");
  return content + svg::text({x.end, y.begin + 46}, "end", "name", picture.x_name);
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
      continue;
    }
    points.emplace_back(scales.x(at), scales.y(std::max(value, scales.y.first)));
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

std::string colour(std::size_t curve) { return "c" + std::to_string(curve % 7); }

std::string legend(const StackPicture& picture) {
  std::string keys;
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    keys += "<span class=\"key " + colour(k) + "\">" + html::escaped(picture.curves[k].name) +
            "</span> ";
  }
  return "<p class=\"legend\">" + keys + "</p>\n";
}

// A row for each place, a column for each curve: mean and deviation.
std::string table_of(const std::string& id, const StackPicture& picture, const Results& results) {
  std::vector<std::string> heads = {picture.x_name};
  std::map<double, std::vector<std::string>> rows;
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    heads.push_back(html::escaped(picture.curves[k].name));
    for (const auto& [at, entry] : picture.curves[k].points) {
      std::vector<std::string>& row = rows[at];
      row.resize(picture.curves.size() + 1, "–");
      row[0] = to_significant(at, 6);
      row[k + 1] = spread_text(results.spread(entry.configuration, entry.quantity, entry.at));
    }
  }
  std::vector<std::vector<std::string>> all;
  all.reserve(rows.size());
  for (const auto& row : rows) all.push_back(row.second);
  return html::table(id + "-table", html::escaped(picture.title), heads, all);
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

}  // namespace

std::string chart_figure(const std::string& id, const StackPicture& picture,
                         const Results& results) {
  const std::string title = html::escaped(picture.title);
  const std::optional<Scales> scales = scales_of(picture, results);
  if (!scales) return "<figure><h3>" + title + "</h3>\n<p>Nothing measured.</p></figure>\n";
  std::string content = axes(picture, *scales) + marks(picture, *scales, results);
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    content += curve_lines(picture.curves[k], colour(k), *scales, results);
  }
  return "<figure><figcaption><h3>" + title + "</h3></figcaption>\n" + legend(picture) +
         svg::drawing(id, title, kChartHeight, "", content) +
         "<details><summary>As a table</summary>" + table_of(id, picture, results) +
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
  const auto rows = static_cast<double>(lines);
  return "<figure><figcaption><h3>What each place heeds</h3><p>A row is a place of one sequence, a "
         "column a place that it heeds: the darker, the more. The answer depends on the place "
         "before alone, left of the diagonal.</p></figcaption>\n" +
         svg::drawing(id, "What each place heeds, by depth and measure", (kMapSize + 30) * rows, "",
                      content) +
         "</figure>\n";
}
