#include "core/strict_float.h"

#include "report/heat_map.h"

#include "core/sampling.h"

#include <algorithm>

std::string heat_map(const std::vector<double>& values, std::size_t size) {
  constexpr std::size_t kMostRows = 36;
  const std::string shades = " .:-=+*#%@";
  const std::vector<std::size_t> shown = evenly_spread(size, kMostRows);
  std::string map;
  for (const std::size_t row : shown) {
    const std::string label = std::to_string(row);
    map += std::string(8 - std::min<std::size_t>(8, label.size()), ' ') + label;
    for (const std::size_t col : shown) {
      const double value = values[row * size + col];
      const double shade = std::min(std::max(value, 0.0), 1.0) * 9 + 0.5;
      map += std::string(2, shades[static_cast<std::size_t>(shade)]);
    }
    map.erase(map.find_last_not_of(' ') + 1);
    map += "\n";
  }
  if (shown.size() < size) {
    map += "(" + std::to_string(shown.size()) + " of " + std::to_string(size) + " positions)\n";
  }
  return map;
}
