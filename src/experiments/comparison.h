// The encodings side by side: the same data, trained with each.
#pragma once

#include "data/sequences.h"
#include "experiments/runs.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// The learning rates that are tried where none is given: an encoding that learns best at another
// rate than the next is not to look worse for it.
inline constexpr std::array<double, 3> kRates = {0.001, 0.003, 0.01};

// What `command` makes: settings with each encoding that they allow, each rate and each of the
// seeds, on `data` or else on the dummy sequences of the seed.
Runs comparison_runs(const std::string& command, const std::vector<std::uint64_t>& seeds,
                     const Settings& settings, const std::vector<double>& rates,
                     const std::optional<Sequences>& data);

// One encoding's results at its rate, one of each seed, in the seeds' order.
struct EncodingResults {
  const Encoding* encoding = nullptr;
  double rate = 0;
  std::size_t weights = 0;              // how many are trained
  std::vector<double> losses;           // mean squared error over the last epoch's places
  std::vector<double> absolute_errors;  // mean, on 1000 fresh sequences
  std::vector<double> exact_shares;     // of their positions, recovered exactly
  std::vector<double> squared_errors = {};
};

struct Comparison {
  std::vector<EncodingResults> encodings;  // in the order of their names
  std::vector<double> rates;               // that were tried with each
  // The variance of the position that the token does not explain: what no model without
  // encoding can beat on the data that it is trained on. One of each seed.
  std::vector<double> unexplained;
  bool has_layers = false;
  const Target* target = kTargets.data();
};

// Of runs that are all made: keeps of each encoding the rate with the least mean of the losses,
// those left aside at which a run diverged. Throws Diverged, with seed and encoding, where there is
// no other.
Comparison comparison_of(const Runs& runs);
