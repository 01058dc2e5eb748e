// Settings that are trained with many seeds: how the loss curve of one seed lies among those of
// others, and how encodings compare, trained on the same data.
#pragma once

#include "data/sequences.h"
#include "experiments/runs.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

// The loss of every epoch's last batch, by seed. A run that diverged has NaN from there on.
using Losses = std::map<std::uint64_t, std::vector<double>>;

// What `command` makes: settings with each of the seeds, on `data` or else on the seed's dummy
// sequences.
Runs sweep_runs(const std::string& command, const std::vector<std::uint64_t>& seeds,
                const Settings& settings, const std::optional<Sequences>& data);
// Of those that are made.
Losses losses_of(const Runs& sweep);

bool has_diverged(const std::vector<double>& losses);

// How the losses of one epoch are spread over the runs that did not diverge.
struct EpochSpread {
  double minimum = 0;
  double p5 = 0;  // 5th percentile
  double median = 0;
  double p95 = 0;
  double maximum = 0;
};

// For each epoch, of the runs that did not diverge; nothing where there are none.
std::vector<EpochSpread> spread_of(const Losses& runs);

// The share, from 0 to 1, of the runs that did not diverge whose loss at the epoch's index is below
// `loss`.
double share_below(const Losses& runs, std::size_t epoch_index, double loss);

// The learning rates that are tried where none is given: an encoding that learns best at another
// rate than the next is not to look worse for it.
inline constexpr std::array<double, 3> kRates = {0.001, 0.003, 0.01};

// What `command` makes: settings with each encoding that they allow, each rate and each of the
// seeds, on `data` or else on the dummy sequences of the seed.
Runs comparison_runs(const std::string& command, const std::vector<std::uint64_t>& seeds,
                     const Settings& settings, const std::vector<double>& rates,
                     const std::optional<Sequences>& data);

namespace quantity {
constexpr const char* kWeights = "weights";  // how many are trained
// The variance of the position that the token does not explain: what no model without encoding can
// beat on the data that it is trained on.
constexpr const char* kUnexplained = "unexplained variance";
constexpr const char* kFinalLoss = "final loss";  // mean squared error over the last epoch's places
constexpr const char* kAbsolute = "absolute error";         // mean, on 1000 fresh sequences
constexpr const char* kExact = "share of exact positions";  // of theirs
}  // namespace quantity

// Of runs that are all made: each encoding at the rate with the least mean of the losses, those
// left aside at which a run diverged. Throws Diverged, with seed and encoding, where there is no
// other.
std::vector<const Configuration*> best_rates(const Runs& runs);
