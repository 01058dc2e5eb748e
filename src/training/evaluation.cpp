#include "core/strict_float.h"

#include "training/evaluation.h"

#include "data/batch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace {

// So many sequences of up to that length need little memory.
std::size_t at_a_time(std::size_t longest) {
  return std::clamp<std::size_t>(65536 / longest, 1, 32);
}

}  // namespace

double unexplained_variance(const Sequences& data) {
  std::map<std::int32_t, std::array<double, 3>> sums_of;  // of each token's positions^0, ^1, ^2
  for (std::size_t s = 0; s < data.count(); ++s) {
    for (std::size_t i = 0; i < data.length(s); ++i) {
      auto& [count, positions, squares] = sums_of[data.sequence(s)[i]];
      const auto position = static_cast<double>(i);
      count += 1;
      positions += position;
      squares += position * position;
    }
  }
  double unexplained = 0;
  for (const auto& of_token : sums_of) {
    const auto& [count, positions, squares] = of_token.second;
    unexplained += squares - positions * positions / count;
  }
  return unexplained / static_cast<double>(data.tokens.size());
}

void PositionErrors::add(Model<float>& model, const Sequences& data, const Target& target) {
  if (squares.size() < data.longest()) {
    squares.resize(data.longest());
    places.resize(data.longest());
  }
  std::vector<std::size_t> order(data.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t most = at_a_time(data.longest());
  Batch batch(model.sizes().vocab_size, target);
  for (std::size_t done = 0; done < data.count(); done += most) {
    batch.fill(data, order, done, done + std::min(most, data.count() - done));
    const Tensor& predicted = model.forward(batch);
    for (std::size_t n = 0; n < batch.size(); ++n) {
      const auto position = static_cast<std::size_t>(batch.positions()[n]);
      const double expected = batch.targets()[n];
      const double error = std::abs(predicted[n] - expected);
      squares[position] += error * error;
      ++places[position];
      sum_of_errors += error;
      sum_of_squares += error * error;
      sum_of_targets += expected;
      sum_of_squared_targets += expected * expected;
      if (error < 0.5) ++exact;
    }
  }
}

Accuracy PositionErrors::accuracy() const {
  const std::size_t count = std::accumulate(places.begin(), places.end(), std::size_t{0});
  const auto n = static_cast<double>(count);
  const double mean_target = sum_of_targets / n;
  return {count, exact, sum_of_errors / n, sum_of_squares / n,
          sum_of_squared_targets / n - mean_target * mean_target};
}

double PositionErrors::mean_from(std::size_t position) const {
  double sum = 0;
  double count = 0;
  for (std::size_t i = position; i < squares.size(); ++i) {
    sum += squares[i];
    count += static_cast<double>(places[i]);
  }
  return sum / count;
}

Accuracy accuracy(Model<float>& model, std::size_t samples, std::uint64_t seed,
                  const Target& target, std::size_t longest) {
  longest = std::min(longest, model.sizes().positions);
  const std::size_t most = at_a_time(longest);
  PythonRandom python(~seed);
  TorchRandom torch(~seed);
  PositionErrors errors;
  for (std::size_t done = 0; done < samples; done += most) {
    const DummyDataSizes sizes = {std::min(most, samples - done), longest,
                                  model.sizes().vocab_size};
    errors.add(model, dummy_sequences(sizes, python, torch), target);
  }
  return errors.accuracy();
}

bool loss_is_finite(Model<float>& model, std::uint64_t seed) {
  const double error = accuracy(model, 32, seed).mean_absolute_error;
  return error * error <= std::numeric_limits<float>::max();
}

Sequences fresh_sequences(const Settings& settings, std::size_t count) {
  PythonRandom python(~settings.seed);
  TorchRandom torch(~settings.seed);
  return dummy_sequences({count, settings.max_seq_len, settings.vocab_size}, python, torch);
}

Sequences longest_sequences(const Settings& settings) {
  TorchRandom torch(~settings.seed);
  return sequences_of_length(100, settings.most_positions(), settings.vocab_size, torch);
}

RunErrors run_errors(Trainer& trainer) {
  const Settings& settings = trainer.settings();
  const auto errors = [&](const Sequences& data) {
    PositionErrors of_data;
    of_data.add(trainer.model(), data, *settings.target);
    return of_data;
  };
  RunErrors all = {errors(trainer.data()), errors(fresh_sequences(settings)), std::nullopt,
                   settings.max_seq_len};
  if (settings.most_positions() > settings.max_seq_len) {
    all.beyond = errors(longest_sequences(settings));
  }
  return all;
}
