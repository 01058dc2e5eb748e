#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "experiments/stack_training.h"
#include "training/evaluation.h"
#include "training/settings_table.h"
#include "training/trainer.h"

#include <algorithm>
#include <limits>
#include <string>

namespace {

constexpr const char* kFinalLoss = "final loss";
constexpr const char* kAbsolute = "absolute error";
constexpr const char* kExact = "share of exact positions";
constexpr const char* kUnexplained = "unexplained variance";
constexpr const char* kWeights = "weights";

std::vector<Quantity> compared(const Settings&) {
  return {{kWeights}, {kUnexplained}, {kFinalLoss}, {kAbsolute}, {quantity::kFresh}, {kExact}};
}

std::optional<Measurements> trained(const Settings& settings, const std::optional<Sequences>& data,
                                    const Stopped& stopped) {
  Trainer trainer(settings, data);
  std::size_t weights = 0;
  for (const auto* parameter : trainer.model().parameters()) weights += parameter->value.size();
  Measurements all = {{kWeights, 0, static_cast<double>(weights)},
                      {kUnexplained, 0, unexplained_variance(trainer.data())}};
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
  all.push_back({kFinalLoss, 0, trainer.mean_loss()});
  all.push_back({kAbsolute, 0, fresh.mean_absolute_error});
  all.push_back({quantity::kFresh, 0, fresh.mean_squared_error});
  all.push_back({kExact, 0, static_cast<double>(fresh.exact) / static_cast<double>(fresh.places)});
  return all;
}

EncodingResults results_of(const Runs& runs, const Configuration& one) {
  const auto values = [&](const char* quantity) { return runs.results.values(one.name, quantity); };
  return {one.settings.encoding,
          one.settings.adam.lr,
          static_cast<std::size_t>(values(kWeights).at(0)),
          values(kFinalLoss),
          values(kAbsolute),
          values(kExact),
          values(quantity::kFresh)};
}

// Throws with the first run that diverged, and how to see where.
[[noreturn]] void refuse_diverged(const Runs& runs, const Configuration& one) {
  const std::vector<double> losses = runs.results.values(one.name, kFinalLoss);
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

Comparison comparison_of(const Runs& runs) {
  Comparison comparison;
  const Configuration& first = runs.configurations.front();
  comparison.has_layers = first.settings.stack.layers > 0;
  comparison.target = first.settings.target;
  comparison.unexplained = runs.results.values(first.name, kUnexplained);
  for (const Configuration& one : runs.configurations) {
    if (one.settings.encoding == first.settings.encoding) {
      comparison.rates.push_back(one.settings.adam.lr);
    }
  }
  const std::size_t rates = comparison.rates.size();
  for (std::size_t k = 0; k < runs.configurations.size(); k += rates) {
    double least = std::numeric_limits<double>::infinity();
    std::optional<EncodingResults> best;
    for (std::size_t r = 0; r < rates; ++r) {
      const EncodingResults results = results_of(runs, runs.configurations[k + r]);
      const double mean = statistics::mean(results.losses);
      if (!(mean < least)) continue;  // nor where one is not a number
      least = mean;
      best = results;
    }
    if (!best) refuse_diverged(runs, runs.configurations[k]);
    comparison.encodings.push_back(*best);
  }
  return comparison;
}
