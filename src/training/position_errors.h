// How large a model's error is at each position: on what it was trained on, on fresh sequences, and
// beyond the lengths that it was trained on.
#pragma once

#include "data/sequences.h"
#include "training/trainer.h"

#include <cstddef>
#include <optional>
#include <vector>

struct PositionErrors {
  std::vector<double> squares;      // of each position: the sum of (predicted - target)^2
  std::vector<std::size_t> places;  // and over how many places

  // Over all places from that position on.
  double mean_from(std::size_t position) const;
  double at(std::size_t position) const;
};

// Of every place of every sequence.
PositionErrors position_errors(Model<float>& model, const Sequences& data, const Target& target);

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
