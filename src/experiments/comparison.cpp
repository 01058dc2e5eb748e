#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "core/statistics.h"
#include "training/evaluation.h"
#include "training/trainer.h"

#include <exception>
#include <string>

namespace {

std::size_t weights_of(const Parameters<float>& parameters) {
  std::size_t weights = 0;
  for (const Parameter<float>* parameter : parameters) weights += parameter->value.size();
  return weights;
}

void append_result(EncodingResults& results, Trainer& trainer) {
  const Accuracy fresh = accuracy(trainer.model(), 1000, trainer.settings().seed,
                                  *trainer.settings().target, trainer.settings().max_seq_len);
  results.weights = weights_of(trainer.model().parameters());
  results.losses.push_back(trainer.mean_loss());
  results.absolute_errors.push_back(fresh.mean_absolute_error);
  results.squared_errors.push_back(fresh.mean_squared_error);
  results.exact_shares.push_back(static_cast<double>(fresh.exact) /
                                 static_cast<double>(fresh.places));
}

// Those that need no layers where there are none, and whatever else contradicts the settings.
std::vector<const Encoding*> possible_encodings(Settings settings) {
  std::vector<const Encoding*> encodings;
  for (const Encoding& encoding : kEncodings) {
    settings.encoding = &encoding;
    if (contradiction(settings).empty()) encodings.push_back(&encoding);
  }
  return encodings;
}

using AfterStep = std::function<void(std::uint64_t steps, std::uint64_t of_a_run)>;

// One encoding at one rate: trains each seed.
EncodingResults train_seeds(Settings settings, const std::vector<std::uint64_t>& seeds,
                            const std::optional<Sequences>& data, const AfterStep& after_step) {
  EncodingResults results;
  results.encoding = settings.encoding;
  results.rate = settings.adam.lr;
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    settings.seed = seeds[k];
    Trainer trainer(settings, data);
    const std::uint64_t steps = settings.epochs * std::uint64_t{trainer.batches_per_epoch()};
    try {
      while (!trainer.finished()) {
        trainer.step();
        after_step(k * steps + trainer.steps_done(), steps);
      }
    } catch (const Diverged& error) {
      throw Diverged("seed " + std::to_string(settings.seed) + ", encoding " +
                     settings.encoding->name + ": " + error.what());
    }
    append_result(results, trainer);
  }
  return results;
}

// The results of the rate whose losses are least on average. Where one diverges, of the others;
// where all do, throws what the first threw.
EncodingResults best_of(const std::vector<double>& rates,
                        const std::function<EncodingResults(std::size_t r)>& train) {
  std::optional<EncodingResults> best;
  std::exception_ptr first_error;
  for (std::size_t r = 0; r < rates.size(); ++r) {
    try {
      const EncodingResults results = train(r);
      if (!best || statistics::mean(results.losses) < statistics::mean(best->losses)) {
        best = results;
      }
    } catch (const Diverged&) {
      if (!first_error) first_error = std::current_exception();
    }
  }
  if (!best) std::rethrow_exception(first_error);
  return *best;
}

}  // namespace

Comparison compare_encodings(
    const Settings& settings, const std::vector<double>& rates,
    const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& after_step) {
  Comparison comparison;
  comparison.rates = rates;
  comparison.has_layers = settings.stack.layers > 0;
  comparison.target = settings.target;
  const std::vector<const Encoding*> encodings = possible_encodings(settings);
  const std::uint64_t runs = encodings.size() * rates.size() * seeds.size();
  for (std::size_t e = 0; e < encodings.size(); ++e) {
    Settings own = settings;
    own.encoding = encodings[e];
    comparison.encodings.push_back(best_of(rates, [&](std::size_t r) {
      own.adam.lr = rates[r];
      const std::uint64_t runs_before = (e * rates.size() + r) * seeds.size();
      return train_seeds(own, seeds, data, [&](std::uint64_t steps, std::uint64_t of_a_run) {
        after_step(runs_before * of_a_run + steps, runs * of_a_run);
      });
    }));
  }
  for (const std::uint64_t seed : seeds) {
    Settings own = settings;
    own.seed = seed;
    own.encoding = encodings.front();
    comparison.unexplained.push_back(unexplained_variance(Trainer(own, data).data()));
  }
  return comparison;
}
