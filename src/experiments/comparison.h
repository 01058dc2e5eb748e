// The encodings side by side: the same data, trained with each.
#pragma once

#include "data/sequences.h"
#include "training/settings.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

// One encoding's results, one of each seed, in the seeds' order.
struct EncodingResults {
  const Encoding* encoding = nullptr;
  std::size_t parameters = 0;           // numbers that are trained
  std::vector<double> losses;           // mean squared error over the last epoch's places
  std::vector<double> absolute_errors;  // mean, on 1000 fresh sequences
  std::vector<double> exact_shares;     // of their positions, recovered exactly
  std::vector<double> squared_errors = {};
};

struct Comparison {
  std::vector<EncodingResults> encodings;  // in the order of their names
  // The variance of the position that the token does not explain: what no model without
  // encoding can beat on the data that it is trained on. One of each seed.
  std::vector<double> unexplained;
  bool has_layers = false;
  const Target* target = kTargets.data();
};

// Trains settings with each seed and each encoding, on `data` or else on the dummy sequences of
// the seed. Calls after_step(steps done, steps in all). Throws Diverged, with seed and encoding.
Comparison compare_encodings(
    const Settings& settings, const std::vector<std::uint64_t>& seeds,
    const std::optional<Sequences>& data,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& after_step);
