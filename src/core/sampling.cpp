#include "core/strict_float.h"

#include "core/sampling.h"

#include <algorithm>

std::vector<std::size_t> evenly_spread(std::size_t count, std::size_t most) {
  std::vector<std::size_t> chosen(std::min(count, most));
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    chosen[k] = chosen.size() < 2 ? 0 : k * (count - 1) / (chosen.size() - 1);
  }
  return chosen;
}
