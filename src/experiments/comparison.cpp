#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "core/decimal.h"
#include "experiments/stack_training.h"
#include "training/evaluation.h"
#include "training/settings.h"
#include "training/trainer.h"

#include <algorithm>
#include <limits>
#include <string>

namespace {

std::vector<Quantity> compared(const Settings& /*settings*/) {
  return {{quantity::kWeights},  {quantity::kUnexplained}, {quantity::kFinalLoss},
          {quantity::kAbsolute}, {quantity::kFresh},       {quantity::kExact}};
}

std::optional<Measurements> trained(const Settings& settings, const std::optional<Sequences>& data,
                                    const Stopped& stopped) {
  Trainer trainer(settings, data);
  std::size_t weights = 0;
  for (const auto* parameter : trainer.model().parameters()) weights += parameter->value.size();
  Measurements all = {{quantity::kWeights, 0, static_cast<double>(weights)},
                      {quantity::kUnexplained, 0, unexplained_variance(trainer.data())}};
  try {
    while (!trainer.finished()) {
      if (stopped()) return std::nullopt;
      trainer.step();
    }
  } catch (const Diverged&) {
    return all;
  }
  const Accuracy fresh =
      accuracy(trainer.model(), 1000, settings.seed, *settings.target, settings.max_seq_len);
  all.push_back({quantity::kFinalLoss, 0, trainer.mean_loss()});
  all.push_back({quantity::kAbsolute, 0, fresh.mean_absolute_error});
  all.push_back({quantity::kFresh, 0, fresh.mean_squared_error});
  all.push_back(
      {quantity::kExact, 0, static_cast<double>(fresh.exact) / static_cast<double>(fresh.places)});
  return all;
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
  double least = std::numeric_limits<double>::infinity();
  const Configuration* first = nullptr;  // of the encoding, and the best of it
  const Configuration* chosen = nullptr;
  for (const Configuration& one : runs.configurations) {
    if (first == nullptr || one.settings.encoding != first->settings.encoding) {
      first = &one;
      chosen = nullptr;
    }
    const Spread losses = runs.results.spread(one.name, quantity::kFinalLoss);
    if (losses.diverged == 0 && (chosen == nullptr || losses.mean < least)) {
      least = losses.mean;
      chosen = &one;
    }
    const bool is_last = &one == &runs.configurations.back() ||
                         (&one + 1)->settings.encoding != one.settings.encoding;
    if (is_last && chosen == nullptr) refuse_diverged(runs, *first);
    if (is_last) best.push_back(chosen);
  }
  return best;
}
