// Many seeds at once: how the loss curve of one seed lies among those of others.
#pragma once

#include "data/sequences.h"
#include "experiments/parallel.h"
#include "training/settings.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

// The loss of every epoch's last batch, by seed. A run that diverged has NaN from there on.
using Runs = std::map<std::uint64_t, std::vector<float>>;

// Trains settings with that seed, on `data` or else on the seed's dummy sequences. Nothing where it
// was stopped.
std::optional<std::vector<float>> losses_of_seed(
    Settings settings, std::uint64_t seed, const std::optional<Sequences>& data,
    const Stopped& stopped = [] { return false; });

bool has_diverged(const std::vector<float>& losses);

// What is done with each finished run: called by one thread at a time, in no fixed order.
using RunFinished = std::function<void(std::uint64_t seed, std::vector<float> losses)>;

// Trains each of the seeds, `jobs` at a time, each run in one thread. Every run's bits are those of
// the same run alone, whatever the number of jobs. Where it was stopped, the runs in hand are
// dropped. Rethrows what a run or `finished` throws.
void train_seeds(
    const Settings& settings, const std::vector<std::uint64_t>& seeds,
    const std::optional<Sequences>& data, std::size_t jobs, const RunFinished& finished,
    const Stopped& stopped = [] { return false; });

// How the losses of one epoch are spread over the runs that did not diverge.
struct EpochSpread {
  double minimum = 0;
  double p5 = 0;  // 5th percentile
  double median = 0;
  double p95 = 0;
  double maximum = 0;
};

// For each epoch, of the runs that did not diverge; nothing where there are none.
std::vector<EpochSpread> spread_of(const Runs& runs);

// The share, from 0 to 1, of the runs that did not diverge whose loss at the epoch's index is below
// `loss`.
double share_below(const Runs& runs, std::size_t epoch_index, double loss);
