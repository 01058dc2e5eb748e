// Many seeds at once: how the loss curve of one seed lies among those of others.
#pragma once

#include "data/sequences.h"
#include "experiments/runs.h"

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
