#include "core/strict_float.h"

#include "training/evaluation.h"

#include "data/batch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

double unexplained_variance(const Sequences& data) {
  struct Sums {
    double count = 0;
    double positions = 0;
    double squares = 0;
  };
  std::map<std::int32_t, Sums> of_token;
  for (std::size_t s = 0; s < data.count(); ++s) {
    for (std::size_t i = 0; i < data.length(s); ++i) {
      Sums& sums = of_token[data.sequence(s)[i]];
      const auto position = static_cast<double>(i);
      sums.count += 1;
      sums.positions += position;
      sums.squares += position * position;
    }
  }
  double unexplained = 0;
  for (const auto& [token, sums] : of_token) {
    unexplained += sums.squares - sums.positions * sums.positions / sums.count;
  }
  return unexplained / static_cast<double>(data.tokens.size());
}

Accuracy accuracy(Model<float>& model, std::size_t samples, std::uint64_t seed,
                  const Target& target, std::size_t longest) {
  // Few enough to need little memory, whatever their length.
  longest = std::min(longest, model.sizes().max_seq_len);
  const std::size_t at_a_time = std::clamp<std::size_t>(65536 / longest, 1, 32);
  std::vector<std::size_t> order(at_a_time);
  std::iota(order.begin(), order.end(), std::size_t{0});
  PythonRandom python(~seed);
  TorchRandom torch(~seed);

  Accuracy result = {};
  double sum_of_errors = 0;
  double sum_of_squares = 0;
  double sum_of_targets = 0;
  double sum_of_squared_targets = 0;
  Batch batch(model.sizes().vocab_size, target);
  for (std::size_t done = 0; done < samples; done += at_a_time) {
    const DummyDataSizes sizes = {std::min(at_a_time, samples - done), longest,
                                  model.sizes().vocab_size};
    batch.fill(dummy_sequences(sizes, python, torch), order, 0, sizes.samples);
    const Tensor& predicted = model.forward(batch);
    for (std::size_t n = 0; n < batch.places(); ++n) {
      const double expected = batch.targets()[n];
      const double error = std::abs(predicted[n] - expected);
      sum_of_errors += error;
      sum_of_squares += error * error;
      sum_of_targets += expected;
      sum_of_squared_targets += expected * expected;
      if (error < 0.5) ++result.exact;
    }
    result.places += batch.places();
  }
  const auto places = static_cast<double>(result.places);
  const double mean_target = sum_of_targets / places;
  result.mean_absolute_error = sum_of_errors / places;
  result.mean_squared_error = sum_of_squares / places;
  result.variance = sum_of_squared_targets / places - mean_target * mean_target;
  return result;
}

bool loss_is_finite(Model<float>& model, std::uint64_t seed) {
  const double error = accuracy(model, 32, seed).mean_absolute_error;
  return error * error <= std::numeric_limits<float>::max();
}
