#include "training/attention_checks.h"

#include "check_all_hold.h"
#include "test.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace {

using Doubles = TensorOf<double>;

// The passes of which a gradient does not hold.
std::set<std::string> found_wrong(const AttentionBackward& backward) {
  std::set<std::string> passes;
  for (const GradientCheck& check : check_attention(backward)) {
    if (!check.holds) passes.insert(check.pass);
  }
  return passes;
}

// Of self-attention, after which `plant` changes the gradient of in_proj_weight (3 of 8 rows, 8).
AttentionBackward planted(const std::function<void(Doubles& in_weight)>& plant) {
  AttentionBackward backward;
  const auto right = backward.self_attention;
  backward.self_attention = [=](SelfAttention<double>& layer, Doubles& dx, const Doubles& dy,
                                const Doubles& x, const AttentionBackward::Starts& starts,
                                SelfAttentionWeights<double>& weights) {
    right(layer, dx, dy, x, starts, weights);
    plant(weights.in_weight.grad);
  };
  return backward;
}

const std::set<std::string> kAttention = {"none",        "rotary",        "alibi",
                                          "causal none", "causal rotary", "causal alibi"};

}  // namespace

TEST(attention_checks, all_hold) {
  const std::vector<GradientCheck> checks = check_attention();
  CHECK_EQ(checks.size(), 3U + 2 * (1 + 3 * 5) + 5 + 13 + 13 + 9);
  check_all_hold(checks);
}

TEST(attention_checks, find_a_softmax_without_its_second_term) {
  AttentionBackward backward;
  backward.softmax = [](const View<double>& dp, const View<const double>& p) {
    for (std::size_t i = 0; i < p.rows; ++i) {
      for (std::size_t j = 0; j < p.cols; ++j) dp(i, j) *= p(i, j);
    }
  };
  CHECK((found_wrong(backward) == std::set<std::string>{"softmax", "causal softmax"}));
}

TEST(attention_checks, find_a_layer_norm_without_its_mean_term) {
  AttentionBackward backward;
  backward.layer_norm = [](Doubles& dy, Doubles& dweight, Doubles& dbias,
                           const NormalisedRows<double>& normalised, const Doubles& weight) {
    const Doubles given = dy;
    layer_norm_backward(dy, dweight, dbias, normalised, weight);
    for (std::size_t n = 0; n < dy.rows(); ++n) {
      double mean = 0;
      for (std::size_t j = 0; j < dy.cols(); ++j) mean += given.row(n)[j] * weight[j];
      mean /= static_cast<double>(dy.cols());
      for (std::size_t j = 0; j < dy.cols(); ++j) dy.row(n)[j] += normalised.scale[n] * mean;
    }
  };
  CHECK((found_wrong(backward) == std::set<std::string>{"layer norm"}));
}

TEST(attention_checks, find_a_forgotten_scale_and_swapped_heads) {
  const auto scale_forgotten = [](Doubles& in_weight) {  // of the queries
    for (std::size_t i = 0; i < 8 * in_weight.cols(); ++i) in_weight[i] *= std::sqrt(2.0);
  };
  CHECK(found_wrong(planted(scale_forgotten)) == kAttention);
  const auto heads_swapped = [](Doubles& in_weight) {  // of the values
    std::swap_ranges(in_weight.row(16), in_weight.row(20), in_weight.row(20));
  };
  CHECK(found_wrong(planted(heads_swapped)) == kAttention);
}
