#include "core/strict_float.h"

#include "report/ruler_chart.h"

#include "core/decimal.h"
#include "core/sampling.h"
#include "core/text_layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace {

constexpr std::size_t kMostRows = 20;
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

}  // namespace

std::string ruler_chart(const std::vector<double>& ruler) {
  const std::vector<std::size_t> shown = evenly_spread(ruler.size(), kMostRows);
  const std::size_t last = ruler.size() - 1;
  std::string chart = "position  stands for    | where it should be, o where it is, * both\n";
  for (const std::size_t i : shown) {
    chart += right_aligned(std::to_string(i), 8) + right_aligned(to_fixed(ruler[i], 2), 12) +
             "    " + axis(static_cast<double>(i), ruler[i], static_cast<double>(last)) + "\n";
  }
  if (shown.size() < ruler.size()) {
    chart += "(" + std::to_string(shown.size()) + " of " + std::to_string(ruler.size()) +
             " positions)\n";
  }
  return chart;
}
