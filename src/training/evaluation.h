// How well a model predicts.
#pragma once

#include "data/sequences.h"
#include "models/model.h"

#include <cstddef>
#include <cstdint>

// What is left of the variance of the positions when the mean position of each token is known:
//   1/N sum over all places of (position - mean position of its token)^2
double unexplained_variance(const Sequences& data);

struct Accuracy {
  std::size_t places;          // that were asked for their target
  std::size_t exact;           // of these, predicted right after rounding
  double mean_absolute_error;  // in positions, where these are the target
  double mean_squared_error;
  double variance;  // of the targets: the squared error of always guessing their mean
};

// Whether the loss on dummy sequences of another seed than the run's is a finite float: not so
// where the last step all but diverged.
bool loss_is_finite(Model<float>& model, std::uint64_t seed);

// Predicts the target of every place of `samples` dummy sequences that a run with this seed did not
// train on: those of the seed ~seed, whose every bit differs. They are drawn a few at a time, of up
// to `longest` tokens, or as many as the model has positions.
Accuracy accuracy(Model<float>& model, std::size_t samples, std::uint64_t seed,
                  const Target& target = kTargets[0], std::size_t longest = SIZE_MAX);
