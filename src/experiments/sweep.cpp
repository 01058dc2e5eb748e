#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "training/evaluation.h"
#include "training/settings.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

std::vector<Quantity> compared(const Settings& /*settings*/) {
  return {{quantity::kWeights},  {quantity::kUnexplained}, {quantity::kFinalLoss},
          {quantity::kAbsolute}, {quantity::kFresh},       {quantity::kExact}};
}

std::optional<Measurements> trained(const Settings& settings, const std::optional<Sequences>& data,
                                    const Stopped& stopped) {
  Trainer trainer(settings, data);
  std::size_t weights = 0;
  for (const auto* parameter : trainer.model().parameters()) weights += parameter->value.size();
  const Measurements before = {{quantity::kWeights, 0, static_cast<double>(weights)},
                               {quantity::kUnexplained, 0, unexplained_variance(trainer.data())}};
  return measured_in_training(before, trainer, stopped, [&](Measurements& all, Trainer&) {
    if (!trainer.finished()) return;
    const Accuracy fresh =
        accuracy(trainer.model(), 1000, settings.seed, *settings.target, settings.max_seq_len);
    all.push_back({quantity::kFinalLoss, 0, trainer.mean_loss()});
    all.push_back({quantity::kAbsolute, 0, fresh.mean_absolute_error});
    all.push_back({quantity::kFresh, 0, fresh.mean_squared_error});
    all.push_back({quantity::kExact, 0,
                   static_cast<double>(fresh.exact) / static_cast<double>(fresh.places)});
  });
}

// Throws with the first run that diverged, and how to see where.
[[noreturn]] void refuse_diverged(const Runs& runs, const Configuration& one) {
  const std::vector<double> losses = runs.results.values(one.name, quantity::kFinalLoss);
  const auto nan = std::find_if(losses.begin(), losses.end(), [](double x) { return x != x; });
  Settings settings = one.settings;
  settings.seed = runs.seeds[static_cast<std::size_t>(nan - losses.begin())];
  throw Diverged("seed " + std::to_string(settings.seed) + ", encoding " + settings.encoding->name +
                 " diverges at every learning rate; where, says posembed train" +
                 options_of(settings) +
                 (runs.command.find(" --data ") == std::string::npos ? "" : " --data FILE"));
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

Runs comparison_runs(const std::string& command, const std::vector<std::uint64_t>& seeds,
                     const Settings& settings, const std::vector<double>& rates,
                     const std::optional<Sequences>& data) {
  const auto measure = [data](const Settings& own, const Stopped& stopped) {
    return trained(own, data, stopped);
  };
  Runs runs = {command, seeds, {}};
  for (const Encoding& encoding : kEncodings) {
    Settings own = settings;
    own.encoding = &encoding;
    // Those that need no layers where there are none, and whatever else contradicts the settings.
    if (!contradiction(own).empty()) continue;
    for (const double rate : rates) {
      own.adam.lr = rate;
      runs.configurations.push_back(
          {encoding.name + (" " + to_decimal(rate)), own, measure, compared});
    }
  }
  return runs;
}

std::vector<const Configuration*> best_rates(const Runs& runs) {
  std::vector<const Configuration*> best;
  const auto end = runs.configurations.end();
  for (auto one = runs.configurations.begin(); one != end;) {
    const Configuration& first = *one;  // of the encoding
    const Configuration* chosen = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (; one != end && one->settings.encoding == first.settings.encoding; ++one) {
      const Spread losses = runs.results.spread(one->name, quantity::kFinalLoss);
      if (losses.diverged == 0 && losses.mean < least) {
        least = losses.mean;
        chosen = &*one;
      }
    }
    if (chosen == nullptr) refuse_diverged(runs, first);
    best.push_back(chosen);
  }
  return best;
}
