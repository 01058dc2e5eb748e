#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "training/evaluation.h"
#include "training/trainer.h"

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
  results.parameters = weights_of(trainer.model().parameters());
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

}  // namespace

Comparison compare_encodings(
    const Settings& settings, const std::vector<std::uint64_t>& seeds,
    const std::optional<Sequences>& data,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& after_step) {
  Comparison comparison;
  const std::vector<const Encoding*> encodings = possible_encodings(settings);
  comparison.encodings.resize(encodings.size());
  comparison.has_layers = settings.stack.layers > 0;
  comparison.target = settings.target;
  const std::uint64_t runs = seeds.size() * encodings.size();
  std::uint64_t done = 0;
  for (const std::uint64_t seed : seeds) {
    for (std::size_t e = 0; e < encodings.size(); ++e) {
      Settings own = settings;
      own.seed = seed;
      own.encoding = encodings[e];
      Trainer trainer(own, data);
      if (e == 0) comparison.unexplained.push_back(unexplained_variance(trainer.data()));
      const std::uint64_t steps = settings.epochs * std::uint64_t{trainer.batches_per_epoch()};
      try {
        while (!trainer.finished()) {
          trainer.step();
          after_step(++done, runs * steps);
        }
      } catch (const Diverged& error) {
        throw Diverged("seed " + std::to_string(seed) + ", encoding " + own.encoding->name + ": " +
                       error.what());
      }
      comparison.encodings[e].encoding = own.encoding;
      append_result(comparison.encodings[e], trainer);
    }
  }
  return comparison;
}
