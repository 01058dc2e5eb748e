#include "core/strict_float.h"

#include "data/target.h"

#include <algorithm>
#include <cmath>

float value_of_token(std::int32_t token, std::size_t vocab_size) {
  if (vocab_size == 1) return 0;
  const auto v = static_cast<double>(vocab_size);
  return static_cast<float>((token - (v - 1) / 2) / std::sqrt((v * v - 1) / 12));
}

void target_position(float* targets, const std::int32_t* /*tokens*/, std::size_t length,
                     std::size_t /*vocab_size*/) {
  for (std::size_t j = 0; j < length; ++j) targets[j] = static_cast<float>(j);
}

void target_previous(float* targets, const std::int32_t* tokens, std::size_t length,
                     std::size_t vocab_size) {
  for (std::size_t j = 0; j < length; ++j) {
    targets[j] = j == 0 ? 0 : value_of_token(tokens[j - 1], vocab_size);
  }
}

void target_first(float* targets, const std::int32_t* tokens, std::size_t length,
                  std::size_t vocab_size) {
  std::fill_n(targets, length, value_of_token(tokens[0], vocab_size));
}
