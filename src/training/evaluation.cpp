#include "core/strict_float.h"

#include "training/evaluation.h"

#include "core/statistics.h"
#include "data/batch.h"
#include "nn/linear.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

std::vector<double> shares(const Tensor& table, const Tensor& w) {
  std::vector<double> result(table.rows());
  for (std::size_t i = 0; i < table.rows(); ++i) result[i] = dot(table.row(i), w.data(), w.cols());
  return result;
}

std::vector<double> ruler(const PositionPredictor& model) {
  const double mean_token =
      statistics::mean(shares(model.token_embedding.value, model.linear_weight.value));
  const double bias = model.linear_bias.value[0];
  std::vector<double> stands_for = shares(model.pos_embedding.value, model.linear_weight.value);
  stands_for.resize(model.sizes().max_seq_len);  // without encoding they share in nothing
  for (double& position : stands_for) position = position + bias + mean_token;
  return stands_for;
}

std::vector<double> similarities(const Tensor& table) {
  const std::size_t rows = table.rows();
  std::vector<double> products(rows * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < table.cols(); ++k) {
        sum += static_cast<double>(table.row(i)[k]) * table.row(j)[k];
      }
      products[i * rows + j] = sum;
      products[j * rows + i] = sum;
    }
  }
  std::vector<double> cosines(rows * rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < rows; ++j) {
      const double norms = std::sqrt(products[i * rows + i]) * std::sqrt(products[j * rows + j]);
      cosines[i * rows + j] = norms > 0 ? products[i * rows + j] / norms : 0;
    }
  }
  return cosines;
}

std::vector<double> distances(const Tensor& a, const Tensor& b) {
  std::vector<double> result(a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < a.cols(); ++k) {
      const double difference = static_cast<double>(a.row(i)[k]) - b.row(i)[k];
      sum += difference * difference;
    }
    result[i] = std::sqrt(sum);
  }
  return result;
}

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

Accuracy accuracy(PositionPredictor& model, std::size_t samples, std::uint64_t seed) {
  // Few enough to need little memory, whatever their length.
  const std::size_t longest = model.sizes().max_seq_len;
  const std::size_t at_a_time = std::clamp<std::size_t>(65536 / longest, 1, 32);
  std::vector<std::size_t> order(at_a_time);
  std::iota(order.begin(), order.end(), std::size_t{0});
  PythonRandom python(~seed);
  TorchRandom torch(~seed);

  Accuracy result = {0, 0, 0};
  double sum_of_errors = 0;
  Batch batch;
  for (std::size_t done = 0; done < samples; done += at_a_time) {
    const DummyDataSizes sizes = {std::min(at_a_time, samples - done), longest,
                                  model.sizes().vocab_size};
    fill_batch(batch, dummy_sequences(sizes, python, torch), order, 0, sizes.samples);
    const Tensor& predicted = model.forward(batch.tokens, batch.positions);
    for (std::size_t n = 0; n < batch.positions.size(); ++n) {
      const double error = std::abs(static_cast<double>(predicted[n]) - batch.positions[n]);
      sum_of_errors += error;
      if (error < 0.5) ++result.exact;
    }
    result.places += batch.positions.size();
  }
  result.mean_absolute_error = sum_of_errors / static_cast<double>(result.places);
  return result;
}
