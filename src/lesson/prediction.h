// What a model makes of one sequence, place by place.
#pragma once

#include "models/model.h"

#include <cstddef>
#include <vector>

struct Prediction {
  std::size_t position = 0;
  std::int32_t token = 0;
  double predicted = 0;
  double target = 0;  // what it was to be
  // Without layers a prediction is the sum of three shares; with layers they stay 0.
  double token_share = 0;     // w·E[t]
  double position_share = 0;  // w·P[i]
  double bias = 0;
};

// At each place of a sequence of tokens, all below the model's vocab_size; no more of them than it
// has positions.
std::vector<Prediction> predictions(Model<float>& model, const Ids& tokens, const Target& target);
