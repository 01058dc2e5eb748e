// How well a model predicts: on what it was trained on, on fresh sequences, and beyond the lengths
// that it was trained on.
#pragma once

#include "data/sequences.h"
#include "training/trainer.h"

#include <optional>
#include <vector>

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

// How far predictions are from their targets.
struct PositionErrors {
  // Of every place of every sequence.
  void add(Model<float>& model, const Sequences& data, const Target& target);

  Accuracy accuracy() const;
  // The mean square at a position, and over all places from that position on.
  double at(std::size_t position) const {
    return squares[position] / static_cast<double>(places[position]);
  }
  double mean_from(std::size_t position) const;

  std::vector<double> squares;      // of each position: the sum of (predicted - target)^2
  std::vector<std::size_t> places;  // and over how many places
  std::size_t exact = 0;
  double sum_of_errors = 0;
  double sum_of_squares = 0;
  double sum_of_targets = 0;
  double sum_of_squared_targets = 0;
};

// Predicts the target of every place of `samples` dummy sequences that a run with this seed did not
// train on: those of the seed ~seed, whose every bit differs. They are drawn a few at a time, of up
// to `longest` tokens, or as many as the model has positions.
Accuracy accuracy(Model<float>& model, std::size_t samples, std::uint64_t seed,
                  const Target& target = kTargets[0], std::size_t longest = SIZE_MAX);

// Whether the loss on dummy sequences of another seed than the run's is a finite float: not so
// where the last step all but diverged.
bool loss_is_finite(Model<float>& model, std::uint64_t seed);

// Sequences that a run with these settings did not train on: the first of those that accuracy()
// draws.
Sequences fresh_sequences(const Settings& settings, std::size_t count = 1000);
// 100 more, each of as many tokens as the model has positions.
Sequences longest_sequences(const Settings& settings);

struct RunErrors {
  PositionErrors training;
  PositionErrors fresh;
  // On sequences of as many tokens as the model has positions, where those are more than the
  // sequences that it was trained on have: what counts are the places from `trained_length` on.
  std::optional<PositionErrors> beyond;
  std::size_t trained_length = 0;
};
RunErrors run_errors(Trainer& trainer);
