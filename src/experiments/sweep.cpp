#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "core/statistics.h"
#include "training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace {

// The losses at one epoch of the runs that did not diverge, from the least to the greatest.
std::vector<double> sorted_losses(const Runs& runs, std::size_t epoch_index) {
  std::vector<double> losses;
  for (const auto& [seed, run] : runs) {
    if (!has_diverged(run)) losses.push_back(run[epoch_index]);
  }
  std::sort(losses.begin(), losses.end());
  return losses;
}

}  // namespace

std::optional<std::vector<float>> losses_of_seed(Settings settings, std::uint64_t seed,
                                                 const std::optional<Sequences>& data,
                                                 const Stopped& stopped) {
  settings.seed = seed;
  std::vector<float> losses;
  try {
    Trainer trainer(settings, data);
    while (!trainer.finished()) {
      if (stopped()) return std::nullopt;
      trainer.step();
      if (trainer.epoch_ended()) losses.push_back(trainer.last_loss());
    }
  } catch (const Diverged&) {  // before the epoch in hand was counted
  }
  losses.resize(settings.epochs, std::numeric_limits<float>::quiet_NaN());
  return losses;
}

bool has_diverged(const std::vector<float>& losses) {
  return !losses.empty() && std::isnan(losses.back());
}

void train_seeds(const Settings& settings, const std::vector<std::uint64_t>& seeds,
                 const std::optional<Sequences>& data, std::size_t jobs,
                 const RunFinished& finished, const Stopped& stopped) {
  const auto piece = [&](std::size_t k, const Stopped& stop) -> HandIn {
    auto losses = losses_of_seed(settings, seeds[k], data, stop);
    if (!losses) return nullptr;
    return [&finished, seed = seeds[k], own = std::move(*losses)] { finished(seed, own); };
  };
  do_pieces(seeds.size(), jobs, piece, stopped);
}

std::vector<EpochSpread> spread_of(const Runs& runs) {
  std::vector<EpochSpread> spread;
  const std::size_t epochs = runs.empty() ? 0 : runs.begin()->second.size();
  for (std::size_t e = 0; e < epochs; ++e) {
    const std::vector<double> losses = sorted_losses(runs, e);
    if (losses.empty()) return {};
    const auto percentile = [&](double p) { return statistics::percentile(losses, p); };
    spread.push_back(
        {losses.front(), percentile(5), percentile(50), percentile(95), losses.back()});
  }
  return spread;
}

double share_below(const Runs& runs, std::size_t epoch_index, double loss) {
  const std::vector<double> losses = sorted_losses(runs, epoch_index);
  const auto first_not_below = std::lower_bound(losses.begin(), losses.end(), loss);
  return static_cast<double>(first_not_below - losses.begin()) / static_cast<double>(losses.size());
}
