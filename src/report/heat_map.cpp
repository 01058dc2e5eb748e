#include "core/strict_float.h"

#include "report/heat_map.h"

#include <algorithm>

std::string heat_map(const std::vector<double>& values, std::size_t size) {
  constexpr std::size_t kMostRows = 36;
  const std::string shades = " .:-=+*#%@";
  const std::size_t rows = std::min(size, kMostRows);
  const auto sampled = [&](std::size_t row) {
    return rows < 2 ? 0 : row * (size - 1) / (rows - 1);
  };
  std::string map;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string label = std::to_string(sampled(row));
    map += std::string(8 - std::min<std::size_t>(8, label.size()), ' ') + label;
    for (std::size_t col = 0; col < rows; ++col) {
      const double value = values[sampled(row) * size + sampled(col)];
      const double shade = std::min(std::max(value, 0.0), 1.0) * 9 + 0.5;
      map += std::string(2, shades[static_cast<std::size_t>(shade)]);
    }
    map.erase(map.find_last_not_of(' ') + 1);
    map += "\n";
  }
  if (rows < size) {
    map += "(" + std::to_string(rows) + " of " + std::to_string(size) + " positions)\n";
  }
  return map;
}
