#include "core/strict_float.h"

#include "training/position_errors.h"

#include <algorithm>
#include <numeric>

double PositionErrors::mean_from(std::size_t position) const {
  double sum = 0;
  double count = 0;
  for (std::size_t i = position; i < squares.size(); ++i) {
    sum += squares[i];
    count += static_cast<double>(places[i]);
  }
  return sum / count;
}

double PositionErrors::at(std::size_t position) const {
  return squares[position] / static_cast<double>(places[position]);
}

PositionErrors position_errors(Model<float>& model, const Sequences& data, const Target& target) {
  PositionErrors errors;
  errors.squares.resize(data.longest());
  errors.places.resize(data.longest());
  std::vector<std::size_t> order(data.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Few enough to need little memory, whatever their length.
  const std::size_t at_a_time = std::clamp<std::size_t>(65536 / data.longest(), 1, 32);
  Batch batch(model.sizes().vocab_size, target);
  for (std::size_t done = 0; done < data.count(); done += at_a_time) {
    batch.fill(data, order, done, done + std::min(at_a_time, data.count() - done));
    const Tensor& predicted = model.forward(batch);
    for (std::size_t n = 0; n < batch.places(); ++n) {
      const auto position = static_cast<std::size_t>(batch.positions()[n]);
      const double error = predicted[n] - static_cast<double>(batch.targets()[n]);
      errors.squares[position] += error * error;
      ++errors.places[position];
    }
  }
  return errors;
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
    return position_errors(trainer.model(), data, *settings.target);
  };
  RunErrors all;
  all.trained_length = settings.max_seq_len;
  all.training = errors(trainer.data());
  all.fresh = errors(fresh_sequences(settings));
  if (settings.most_positions() > settings.max_seq_len) {
    all.beyond = errors(longest_sequences(settings));
  }
  return all;
}
