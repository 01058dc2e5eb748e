#include "core/strict_float.h"

#include "experiments/stack_measures.h"

#include "core/sums.h"

#include <cmath>

namespace {

// The mean of `count` tables (L, L); `value(n, k)` is number k of the n-th.
template <class Value>
Influence mean_of(std::size_t length, std::size_t count, const Value& value) {
  Influence mean({length, length});
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += value(n, k);
  }
  for (double& one : mean) one /= static_cast<double>(count);
  return mean;
}

// The sequence, and after it each of its tokens drawn anew so many times.
Sequences with_changes(const Ids& tokens, std::size_t resamples, std::size_t vocab_size,
                       TorchRandom& torch) {
  Sequences data = {tokens, {0, tokens.size()}};
  for (std::size_t n = 0; n < tokens.size() * resamples; ++n) {
    data.tokens.insert(data.tokens.end(), tokens.begin(), tokens.end());
    data.tokens[data.starts.back() + n / resamples] =
        static_cast<std::int32_t>(torch.integer_below(static_cast<std::uint32_t>(vocab_size)));
    data.starts.push_back(data.tokens.size());
  }
  return data;
}

// y: the predictions for the sequence, and for each change of it.
Influence changes_of(const Tensor& y, std::size_t length, std::size_t resamples) {
  Influence influence({length, length});
  for (std::size_t n = 0; n < length * resamples; ++n) {
    for (std::size_t i = 0; i < length; ++i) {
      influence.row(i)[n / resamples] +=
          std::abs(static_cast<double>(y[(1 + n) * length + i]) - y[i]);
    }
  }
  for (std::size_t i = 0; i < length; ++i) {
    double* row = influence.row(i);
    const auto sum = sum_of<double>(length, [=](std::size_t j) { return row[j]; });
    for (std::size_t j = 0; j < length; ++j) row[j] = sum > 0 ? row[j] / sum : 0;
  }
  return influence;
}

}  // namespace

double distance_from_rank_one(const TensorOf<double>& x, std::size_t first, std::size_t length) {
  double all = 0;
  double rest = 0;
  for (std::size_t j = 0; j < x.cols(); ++j) {
    const auto value = [&](std::size_t i) { return x.row(first + i)[j]; };
    const double mean = sum_of<double>(length, value) / static_cast<double>(length);
    for (std::size_t i = 0; i < length; ++i) {
      all += value(i) * value(i);
      rest += (value(i) - mean) * (value(i) - mean);
    }
  }
  return all > 0 ? std::sqrt(rest / all) : 0;
}

double mean_cosine(const TensorOf<double>& x, std::size_t first, std::size_t length) {
  const auto product = [&](std::size_t i, std::size_t j) {
    return dot(x.row(first + i), x.row(first + j), x.cols());
  };
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double lengths = std::sqrt(product(i, i)) * std::sqrt(product(j, j));
      sum += lengths > 0 ? product(i, j) / lengths : 1;
    }
  }
  return sum / (static_cast<double>(length * (length - 1)) / 2);
}

Influences influences(Transformer<float>& model, const Ids& tokens, std::size_t resamples,
                      const Target& target, TorchRandom& torch) {
  const std::size_t length = tokens.size();
  const std::size_t vocab_size = model.sizes().vocab_size;
  model.forward(whole_batch({tokens, {0, length}}, vocab_size, target));
  Influences all;
  for (const Block<float>& block : model.blocks()) {
    const Tensor& weights = block.attention().attention_weights();  // (heads, L, L)
    const std::size_t pairs = length * length;
    all.layers.push_back(
        mean_of(length, weights.size() / pairs,
                [&](std::size_t head, std::size_t k) { return weights[head * pairs + k]; }));
  }
  all.attention = mean_of(length, all.layers.size(),
                          [&](std::size_t layer, std::size_t k) { return all.layers[layer][k]; });
  all.rollout = rollout(all.layers);
  const Sequences changed = with_changes(tokens, resamples, vocab_size, torch);
  const Tensor& y = model.forward(whole_batch(changed, vocab_size, target));
  all.leave_one_out = changes_of(y, length, resamples);
  return all;
}

Influence rollout(const std::vector<Influence>& layers) {
  const std::size_t length = layers.front().rows();
  Influence product({length, length});
  for (std::size_t i = 0; i < length; ++i) product.row(i)[i] = 1;
  for (const Influence& layer : layers) {
    Influence half = layer;
    for (std::size_t i = 0; i < length; ++i) half.row(i)[i] += 1;
    for (double& value : half) value /= 2;
    const Influence before = product;
    set_product(view(product), view(half), view(before));
  }
  return product;
}

double share_before(const Influence& influence) {
  const std::size_t length = influence.rows();
  return sum_of<double>(length - 1, [&](std::size_t k) { return influence.row(k + 1)[k]; }) /
         static_cast<double>(length - 1);
}

double largest_before(const Influence& influence) {
  std::size_t right = 0;
  for (std::size_t i = 1; i < influence.rows(); ++i) {
    const double* row = influence.row(i);
    bool is_largest = true;
    for (std::size_t j = 0; j < influence.cols(); ++j) {
      is_largest = is_largest && (j == i || j + 1 == i || row[j] < row[i - 1]);
    }
    if (is_largest) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(influence.rows() - 1);
}
