#include "core/strict_float.h"

#include "experiments/token_influence.h"

#include "core/sums.h"

#include <cmath>

namespace {

// The (L, L) shares of the last forward pass, of one sequence.
Influence mean_over_heads(const SelfAttention<float>& attention, std::size_t length) {
  const Tensor& shares = attention.attention_weights();
  const std::size_t heads = shares.size() / (length * length);
  Influence mean({length, length});
  for (std::size_t h = 0; h < heads; ++h) {
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += shares[h * mean.size() + k];
  }
  for (double& value : mean) value /= static_cast<double>(heads);
  return mean;
}

Influence mean_of(const std::vector<Influence>& all) {
  Influence mean = all.front();
  for (std::size_t k = 1; k < all.size(); ++k) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += all[k][i];
  }
  for (double& value : mean) value /= static_cast<double>(all.size());
  return mean;
}

// The sequence, and after it each of its tokens drawn anew so many times.
Sequences with_changes(const Ids& tokens, std::size_t resamples, std::size_t vocab_size,
                       TorchRandom& torch) {
  Sequences data = {tokens, {0, tokens.size()}};
  for (std::size_t j = 0; j < tokens.size(); ++j) {
    for (std::size_t r = 0; r < resamples; ++r) {
      data.tokens.insert(data.tokens.end(), tokens.begin(), tokens.end());
      data.tokens[data.starts.back() + j] =
          static_cast<std::int32_t>(torch.integer_below(static_cast<std::uint32_t>(vocab_size)));
      data.starts.push_back(data.tokens.size());
    }
  }
  return data;
}

// y: the predictions for the sequence, and for each change of it.
Influence changes_of(const Tensor& y, std::size_t length, std::size_t resamples) {
  Influence influence({length, length});
  for (std::size_t j = 0; j < length; ++j) {
    for (std::size_t r = 0; r < resamples; ++r) {
      const std::size_t first = (1 + j * resamples + r) * length;
      for (std::size_t i = 0; i < length; ++i) {
        influence.row(i)[j] += std::abs(static_cast<double>(y[first + i]) - y[i]);
      }
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

Influences influences(Transformer<float>& model, const Sequences& data, std::size_t sequence,
                      std::size_t resamples, const Target& target, TorchRandom& torch) {
  const std::size_t length = data.length(sequence);
  const std::size_t vocab_size = model.sizes().vocab_size;
  const Ids tokens(data.sequence(sequence), data.sequence(sequence) + length);
  model.forward(whole_batch({tokens, {0, length}}, vocab_size, target));
  Influences all;
  for (const Block<float>& block : model.blocks()) {
    all.layers.push_back(mean_over_heads(block.attention(), length));
  }
  all.attention = mean_of(all.layers);
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
