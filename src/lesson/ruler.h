// The ruler: which position each position's embedding stands for.
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
