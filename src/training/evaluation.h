// What a model has learned.
#pragma once

#include "data/sequences.h"
#include "models/position_predictor.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// What each row of a table adds to a prediction: w·row.
std::vector<double> shares(const Tensor& table, const Tensor& w);

// The ruler: for each position i the position that its embedding stands for,
//   w·p[i] + b + mean over all tokens t of w·t
// A perfect model has ruler[i] = i. Without positional encoding all are alike.
std::vector<double> ruler(const PositionPredictor& model);

// The cosine similarity of rows i and j of a table, at place i * rows + j; 0 where a row is zero.
std::vector<double> similarities(const Tensor& table);

// The Euclidean distance of each row from the same row of another table of that shape.
std::vector<double> distances(const Tensor& a, const Tensor& b);

// What is left of the variance of the positions when the mean position of each token is known:
//   1/N sum over all places of (position - mean position of its token)^2
double unexplained_variance(const Sequences& data);

struct Accuracy {
  std::size_t places;          // tokens that were asked for their position
  std::size_t exact;           // of these, predicted right after rounding
  double mean_absolute_error;  // in positions
};

// Predicts every position of `samples` dummy sequences that a run with this seed did not train
// on: those of the seed ~seed, whose every bit differs. They are drawn a few at a time.
Accuracy accuracy(PositionPredictor& model, std::size_t samples, std::uint64_t seed);
