// The ruler: which position each position's embedding stands for; and what a model makes of a
// sequence.
#pragma once

#include "core/tensor.h"
#include "models/model.h"

#include <vector>

// What each row of a table adds to a prediction: w·row.
std::vector<double> shares(const Tensor& table, const Tensor& w);

// What each position adds, w·P[i]; without positional encoding nothing.
std::vector<double> position_shares(const Model<float>& model);

// The ruler: for each position i the position that its embedding stands for,
//   w·P[i] + b + mean over all tokens t of w·E[t]
// A perfect model has ruler[i] = i. Without positional encoding all are alike.
std::vector<double> ruler(const Model<float>& model);

// At one place of a sequence.
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
