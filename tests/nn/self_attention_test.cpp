#include "nn/self_attention.h"

#include "matrix.h"
#include "test.h"

#include <algorithm>
#include <cmath>

namespace {

using Starts = std::vector<std::size_t>;
constexpr float kLog3 = 1.09861229F;

struct How {
  StackOptions stack;
  const Encoding* encoding;
};

How options(std::size_t heads, const char* encoding, bool causal = false) {
  How how = {{}, find_encoding(encoding)};
  how.stack.heads = heads;
  how.stack.causal = causal;
  return how;
}

// All zero but for values and output, which are what they are given.
SelfAttentionWeights<float> passing_weights(std::size_t d_model) {
  SelfAttentionWeights<float> w("", d_model);
  for (std::size_t j = 0; j < d_model; ++j) {
    w.in.weight.value.row(2 * d_model + j)[j] = 1;
    w.out.weight.value.row(j)[j] = 1;
  }
  return w;
}

// No two alike, from -1 to 1.
void fill(Tensor& tensor, int start) {
  for (float& value : tensor) value = static_cast<float>(start++ * 7919 % 2003) / 1001.5F - 1;
}

SelfAttentionWeights<float> filled_weights(std::size_t d_model) {
  SelfAttentionWeights<float> w("", d_model);
  fill(w.in.weight.value, 1);
  fill(w.in.bias.value, 300);
  fill(w.out.weight.value, 500);
  fill(w.out.bias.value, 700);
  return w;
}

Tensor forward(const How& how, const Tensor& x, const Starts& starts,
               const SelfAttentionWeights<float>& w) {
  const Rotation<float> rotation(5, x.cols() / how.stack.heads);
  SelfAttention<float> layer(x.cols(), how.stack, how.encoding, rotation);
  Tensor y({0, x.cols()});
  layer.forward(y, x, starts, w);
  return y;
}

}  // namespace

// Queries of 0 find every place equal.
TEST(self_attention, of_equal_scores_is_the_mean_of_what_is_seen) {
  const SelfAttentionWeights<float> w = passing_weights(2);
  const Tensor x = matrix({{3, 30}, {6, 0}, {0, 60}, {5, 7}});
  const Starts starts = {0, 3, 4};
  CHECK(
      near(forward(options(2, "none"), x, starts, w), matrix({{3, 30}, {3, 30}, {3, 30}, {5, 7}})));
  CHECK(near(forward(options(2, "none", true), x, starts, w),
             matrix({{3, 30}, {4.5F, 15}, {3, 30}, {5, 7}})));
}

// Head 0 has scores (0, log 3), so shares 1/4 and 3/4, of the values 4 and 8; head 1 shares of 1/2,
// of the values 0 and 1. The output exchanges both.
TEST(self_attention, each_head_attends_by_itself) {
  SelfAttentionWeights<float> w("", 2);
  w.in.weight.value = matrix({{0, 0}, {0, 0}, {1, 0}, {0, 1}, {0, 1}, {1, 0}});
  w.in.bias.value = vector_of({kLog3, 0, 0, 0, 0, 0});
  w.out.weight.value = matrix({{0, 1}, {1, 0}});
  w.out.bias.value = vector_of({10, 20});
  CHECK(near(forward(options(2, "none"), matrix({{0, 4}, {1, 8}}), {0, 2}, w),
             matrix({{10.5F, 27}, {10.5F, 27}})));
}

// A query of 2 log 3 in a head of width 4 scores log 3.
TEST(self_attention, queries_are_divided_by_the_root_of_the_heads_width) {
  SelfAttentionWeights<float> w = passing_weights(4);
  w.in.bias.value[0] = 2 * kLog3;
  w.in.weight.value.row(4)[0] = 1;
  const Tensor y = forward(options(1, "none"), matrix({{0, 4, 0, 0}, {1, 8, 0, 0}}), {0, 2}, w);
  CHECK_NEAR(y.row(0)[1], 7, 1e-5);
  CHECK_NEAR(y.row(1)[1], 7, 1e-5);
}

// The shares of 4 heads, 16 in each; scores are 0 but for distance.
TEST(self_attention, alibis_slopes_are_powers_of_two) {
  const Rotation<float> none(0, 0);
  SelfAttention<float> layer(4, options(4, "alibi").stack, find_encoding("alibi"), none);
  Tensor y({0, 4});
  layer.forward(y, Tensor({4, 4}), {0, 4}, passing_weights(4));
  CHECK_EQ(layer.attention_weights().size(), 4U * 16);
  for (std::size_t head = 0; head < 4; ++head) {
    CONTEXT("head " << head);
    const float* row = layer.attention_weights().data() + 16 * head;
    const double slope = std::pow(4.0, -1.0 - static_cast<double>(head));
    CHECK_NEAR(std::log(row[0] / row[1]), slope, 1e-6);
    CHECK_NEAR(std::log(row[0] / row[3]), 3 * slope, 1e-6);
  }
}

// To the last bit, in every encoding; a sequence's first place is its place 0.
TEST(self_attention, sequences_do_not_see_each_other) {
  const SelfAttentionWeights<float> w = filled_weights(4);
  Tensor both({7, 4});
  fill(both, 900);
  Tensor second({3, 4});
  std::copy(both.row(4), both.end(), second.begin());
  for (const char* encoding : {"none", "rotary", "alibi"}) {
    CONTEXT("encoding " << encoding);
    for (const bool causal : {false, true}) {
      const Tensor together = forward(options(2, encoding, causal), both, {0, 4, 7}, w);
      const Tensor alone = forward(options(2, encoding, causal), second, {0, 3}, w);
      CHECK(std::equal(alone.begin(), alone.end(), together.row(4)));
    }
  }
}

TEST(self_attention, only_a_causal_place_is_blind_to_later_ones) {
  const SelfAttentionWeights<float> w = filled_weights(4);
  Tensor x({4, 4});
  fill(x, 900);
  Tensor changed = x;
  changed.row(3)[1] += 1;
  for (const char* encoding : {"none", "rotary", "alibi"}) {
    CONTEXT("encoding " << encoding);
    for (const bool causal : {false, true}) {
      const Tensor before = forward(options(2, encoding, causal), x, {0, 4}, w);
      const Tensor after = forward(options(2, encoding, causal), changed, {0, 4}, w);
      CHECK_EQ(std::equal(before.begin(), before.row(3), after.begin()), causal);
      CHECK(!std::equal(before.row(3), before.end(), after.row(3)));
    }
  }
}

// Without an encoding or a mask, the places are a set: exchange two, and their outputs exchange.
TEST(self_attention, only_an_encoding_or_a_mask_tells_order) {
  const SelfAttentionWeights<float> w = filled_weights(4);
  Tensor x({3, 4});
  fill(x, 900);
  Tensor exchanged = x;
  std::swap_ranges(exchanged.row(0), exchanged.row(1), exchanged.row(1));
  const auto told = [&](const How& how) {
    Tensor y = forward(how, x, {0, 3}, w);
    std::swap_ranges(y.row(0), y.row(1), y.row(1));
    return !near(forward(how, exchanged, {0, 3}, w), y);
  };
  CHECK(!told(options(2, "none")));
  CHECK(told(options(2, "rotary")));
  CHECK(told(options(2, "alibi")));
  CHECK(told(options(2, "none", true)));
}

// It adds the same to all scores of a row, which softmax forgets; rotary turns it.
TEST(self_attention, the_key_bias_changes_nothing_but_with_rotary) {
  SelfAttentionWeights<float> w = filled_weights(4);
  Tensor x({3, 4});
  fill(x, 900);
  for (const char* encoding : {"none", "alibi", "rotary"}) {
    CONTEXT("encoding " << encoding);
    const Tensor before = forward(options(2, encoding), x, {0, 3}, w);
    for (std::size_t j = 4; j < 8; ++j) w.in.bias.value[j] += 1;
    const Tensor after = forward(options(2, encoding), x, {0, 3}, w);
    CHECK_EQ(near(before, after), std::string(encoding) != "rotary");
  }
}
