// What a model is to predict at each place.
#pragma once

#include "data/sequences.h"

#include <array>

// (token - (V - 1)/2) / sqrt((V^2 - 1) / 12): over all V tokens of mean 0 and variance 1; 0 for the
// only one.
float value_of_token(std::int32_t token, std::size_t vocab_size);

// targets[j] for each of a sequence's `length` places.
using FillTargets = void(float* targets, const std::int32_t* tokens, std::size_t length,
                         std::size_t vocab_size);
FillTargets target_position;
FillTargets target_previous;
FillTargets target_first;

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
