#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "core/statistics.h"
#include "experiments/stack_training.h"

#include <algorithm>
#include <cmath>

namespace {

std::vector<Quantity> last_losses(const Settings& settings) {
  return {{quantity::kLastLoss, 1, static_cast<double>(settings.epochs), false, 0, true}};
}

// The losses at one epoch of the runs that did not diverge, from the least to the greatest.
std::vector<double> sorted_losses(const Losses& runs, std::size_t epoch_index) {
  std::vector<double> losses;
  for (const auto& [seed, run] : runs) {
    if (!has_diverged(run)) losses.push_back(run[epoch_index]);
  }
  std::sort(losses.begin(), losses.end());
  return losses;
}

}  // namespace

Runs sweep_runs(const std::string& command, const std::vector<std::uint64_t>& seeds,
                const Settings& settings, const std::optional<Sequences>& data) {
  const auto append_last_loss = [](Measurements& all, const Trainer& trainer) {
    all.push_back({quantity::kLastLoss, static_cast<double>(trainer.epochs_done()),
                   static_cast<double>(trainer.last_loss())});
  };
  const auto measure = [=](const Settings& own, const Stopped& stopped) {
    Trainer trainer(own, data);
    return measured_in_training({}, trainer, stopped, append_last_loss);
  };
  return {command, seeds, {{settings.encoding->name, settings, measure, last_losses}}};
}

Losses losses_of(const Runs& sweep) {
  Losses losses;
  for (const auto& [seed, made] : sweep.results.of(sweep.configurations[0].name)) {
    for (const Measured& one : made) losses[seed].push_back(one.value);
  }
  return losses;
}

bool has_diverged(const std::vector<double>& losses) {
  return !losses.empty() && std::isnan(losses.back());
}

std::vector<EpochSpread> spread_of(const Losses& runs) {
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

double share_below(const Losses& runs, std::size_t epoch_index, double loss) {
  const std::vector<double> losses = sorted_losses(runs, epoch_index);
  const auto first_not_below = std::lower_bound(losses.begin(), losses.end(), loss);
  return static_cast<double>(first_not_below - losses.begin()) / static_cast<double>(losses.size());
}
