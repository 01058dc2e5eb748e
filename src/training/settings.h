// Everything that shapes a run. The defaults are the notebook's.
#pragma once

#include "data/sequences.h"
#include "models/model.h"
#include "nn/adam.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

struct Settings {
  std::uint64_t seed = 0;
  std::size_t samples = 1000;
  std::size_t max_seq_len = 20;
  std::size_t vocab_size = 100;
  std::size_t d_model = 16;
  const Encoding* encoding = kEncodings.data();
  std::size_t epochs = 25;
  std::size_t batch_size = 32;
  bool shuffle = false;
  AdamOptions adam;
  StackOptions stack = {};
  const Target* target = kTargets.data();
  std::size_t positions = 0;  // that the model can take; 0 for max_seq_len

  DummyDataSizes data_sizes() const { return {samples, max_seq_len, vocab_size}; }
  std::size_t most_positions() const { return std::max(positions, max_seq_len); }
  ModelSizes model_sizes() const {
    return {vocab_size, most_positions(), d_model, encoding, stack};
  }
};

// Why no run can have these settings, in one line: what contradicts what. Empty where one can.
std::string contradiction(const Settings& settings);

// The bytes that a run of these sizes needs at least, as a double so that it cannot overflow:
// value and Adam's two states of every weight, a fixed table of positions, the data of
// average length, and one batch. Short of the truth only by small change.
double memory_needed(const Settings& settings);
