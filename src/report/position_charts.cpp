#include "core/strict_float.h"

#include "report/position_charts.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "core/text_layout.h"
#include "lesson/geometry.h"

#include <algorithm>
#include <cmath>

namespace {

constexpr std::size_t kMostRows = 20;
constexpr std::size_t kMostShades = 36;  // of the similarities
constexpr std::size_t kAxisWidth = 55;

// The axis with `|` at the ideal place and `o` at the learned one, `*` where they meet; `<` or
// `>` at the edge that the learned one lies beyond, `?` for no number.
std::string axis(double ideal, double learned, double last) {
  std::string line(kAxisWidth, ' ');
  const double scale = last > 0 ? static_cast<double>(kAxisWidth - 1) / last : 0;
  const auto column = [&](double position) {
    return static_cast<std::size_t>(std::lround(position * scale));
  };
  line[column(ideal)] = '|';
  if (std::isnan(learned)) {
    line.front() = '?';
  } else if (learned < -0.5) {
    line.front() = '<';
  } else if (learned > last + 0.5) {
    line.back() = '>';
  } else {
    char& mark = line[column(std::min(std::max(learned, 0.0), last))];
    mark = mark == '|' ? '*' : 'o';
  }
  return line.erase(line.find_last_not_of(' ') + 1);
}

// position, number and what is drawn beside them.
std::string row_of(std::size_t position, double value, const std::string& drawn) {
  const std::string number = std::abs(value) < 1e8 ? to_fixed(value, 2) : to_scientific(value, 2);
  return right_aligned(std::to_string(position), 8) + right_aligned(number, 12) + "    " + drawn +
         "\n";
}

std::string sampled(std::size_t shown, std::size_t all) {
  if (shown == all) return "";
  return "(" + std::to_string(shown) + " of " + std::to_string(all) + " positions)\n";
}

}  // namespace

std::string ruler_chart(const std::vector<double>& ruler) {
  const std::vector<std::size_t> shown = statistics::evenly_spread(ruler.size(), kMostRows);
  const auto last = static_cast<double>(ruler.size() - 1);
  std::string chart = "position  stands for    | where it should be, o where it is, * both\n";
  for (const std::size_t i : shown) {
    chart += row_of(i, ruler[i], axis(static_cast<double>(i), ruler[i], last));
  }
  return chart + sampled(shown.size(), ruler.size());
}

std::string similarity_chart(const Tensor& vectors) {
  const std::string shades = " .:-=+*#%@";
  const std::vector<std::size_t> shown = statistics::evenly_spread(vectors.rows(), kMostShades);
  const TensorOf<double> values = similarities(rows_of(vectors, shown));
  std::string map;
  for (std::size_t row = 0; row < shown.size(); ++row) {
    map += right_aligned(std::to_string(shown[row]), 8);
    for (std::size_t col = 0; col < shown.size(); ++col) {
      const double value = values.row(row)[col];
      const double shade = std::min(std::max(value, 0.0), 1.0) * 9 + 0.5;
      map += std::string(2, shades[static_cast<std::size_t>(shade)]);
    }
    map.erase(map.find_last_not_of(' ') + 1);
    map += "\n";
  }
  return map + sampled(shown.size(), vectors.rows());
}

std::string distance_chart(const std::vector<double>& distances) {
  const double longest = *std::max_element(distances.begin(), distances.end());
  std::string chart;
  for (const std::size_t i : statistics::evenly_spread(distances.size(), kMostRows)) {
    const double share = longest > 0 ? distances[i] / longest : 0;
    chart += row_of(i, distances[i],
                    std::string(static_cast<std::size_t>(std::lround(share * 50)), '='));
  }
  return chart;
}
