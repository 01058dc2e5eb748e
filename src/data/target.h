// What a model is to predict at each place.
#pragma once

#include "core/strict_float.h"

#include "data/sequences.h"

#include <algorithm>
#include <array>
#include <cmath>

// (token - (V - 1)/2) / sqrt((V^2 - 1) / 12): over all V tokens of mean 0 and variance 1; 0 for the
// only one.
inline float value_of_token(std::int32_t token, std::size_t vocab_size) {
  if (vocab_size == 1) return 0;
  const auto v = static_cast<double>(vocab_size);
  return static_cast<float>((token - (v - 1) / 2) / std::sqrt((v * v - 1) / 12));
}

// targets[j] for each of a sequence's `length` places.
using FillTargets = void(float* targets, const std::int32_t* tokens, std::size_t length,
                         std::size_t vocab_size);

inline void target_position(float* targets, const std::int32_t* /*tokens*/, std::size_t length,
                            std::size_t /*vocab_size*/) {
  const auto n = static_cast<std::int32_t>(length);
  for (std::int32_t j = 0; j < n; ++j) targets[j] = static_cast<float>(j);
}

inline void target_previous(float* targets, const std::int32_t* tokens, std::size_t length,
                            std::size_t vocab_size) {
  targets[0] = 0;
  for (std::size_t j = 1; j < length; ++j) targets[j] = value_of_token(tokens[j - 1], vocab_size);
}

inline void target_first(float* targets, const std::int32_t* tokens, std::size_t length,
                         std::size_t vocab_size) {
  std::fill_n(targets, length, value_of_token(tokens[0], vocab_size));
}

struct Target {
  const char* name;  // as options and files write it
  const char* help;
  bool is_position;  // else the value of a token
  FillTargets* fill;
};

inline constexpr std::array kTargets = {
    Target{"position", "the place's position, as in the notebook", true, target_position},
    Target{"previous", "the value of the token before, 0 where there is none", false,
           target_previous},
    Target{"first", "the value of the sequence's first token", false, target_first},
};
