#include "training/settings.h"

#include "test.h"

namespace {

// Floats that one more layer keeps for a batch of 1000 places in sequences of 1: at d_model 10 and
// d_ff 7, besides its weights, which have four copies.
double kept_by_a_layer(const StackOptions& stack) {
  Settings settings;
  settings.samples = settings.batch_size = 1000;
  settings.max_seq_len = 1;
  settings.d_model = 10;
  settings.stack = stack;
  settings.stack.layers = 1;
  settings.stack.d_ff = 7;
  const double before = memory_needed(settings);
  ++settings.stack.layers;
  return (memory_needed(settings) - before) / sizeof(float) - 4 * (10 * (40 + 2 * 7 + 9) + 7);
}

}  // namespace

TEST(settings, memory_counts_three_floats_a_weight_and_three_a_row) {
  Settings settings;
  settings.vocab_size = 10000;
  const double before = memory_needed(settings);
  settings.vocab_size += 1000000;
  CHECK_NEAR(memory_needed(settings) - before, 1e6 * (16 * 3 + 3) * 4, 1);
}

TEST(settings, memory_counts_every_token_of_the_data) {
  Settings settings;
  const double before = memory_needed(settings);
  settings.samples += 1000000;
  CHECK(memory_needed(settings) - before >= 1e6 * 10.5 * sizeof(std::int32_t));
}

// src/nn/LAYERS.md has the same numbers; the shares of 2 heads are 2 for each place here, though
// the mean of the squares of lengths is taken for 2/3.
TEST(settings, memory_counts_what_a_layer_keeps_for_the_backward_pass) {
  StackOptions stack;
  const double shares = 2 * 2 / 3.0;
  CHECK_NEAR(kept_by_a_layer(stack), 1000 * (10 * 10 + 2 + 3 * 7 + shares), 1e-6);
  stack.no_feed_forward = true;
  CHECK_NEAR(kept_by_a_layer(stack), 1000 * (7 * 10 + 1 + shares), 1e-6);
  stack.norm = &kNorms[2];
  CHECK_NEAR(kept_by_a_layer(stack), 1000 * (5 * 10 + shares), 1e-6);
  stack.no_feed_forward = false;
  CHECK_NEAR(kept_by_a_layer(stack), 1000 * (6 * 10 + 3 * 7 + shares), 1e-6);
}

TEST(settings, contradictions_are_told_in_one_line) {
  const auto told = [](const char* encoding, std::size_t layers, std::size_t d_model,
                       std::size_t heads) {
    Settings settings;
    settings.encoding = find_encoding(encoding);
    settings.d_model = d_model;
    settings.stack.layers = layers;
    settings.stack.heads = heads;
    return contradiction(settings);
  };
  CHECK_EQ(told("learned", 0, 5, 2), "");
  CHECK_EQ(told("learned", 1, 6, 3), "");
  CHECK_EQ(told("learned", 1, 5, 2),
           "expected heads that divide d-model, got --d-model 5 by --heads 2");
  CHECK_EQ(told("alibi", 1, 6, 2), "");
  CHECK_EQ(told("alibi", 0, 6, 2),
           "--encoding alibi needs self-attention: expected --layers of at least 1, got 0");
  CHECK_EQ(told("rotary", 1, 6, 2),
           "--encoding rotary expects heads of an even width, got --d-model 6 by --heads 2");
}

TEST(settings, memory_of_the_largest_sizes_does_not_overflow) {
  Settings settings;
  settings.vocab_size = std::size_t{1} << 28U;
  settings.d_model = std::size_t{1} << 24U;
  CHECK_NEAR(memory_needed(settings) / 0x1p56, 0.75, 1e-3);
}

TEST(settings, a_model_may_take_more_positions_than_the_data_has) {
  Settings settings;
  CHECK_EQ(settings.model_sizes().positions, 20U);
  settings.positions = 40;
  CHECK_EQ(settings.model_sizes().positions, 40U);
  CHECK_EQ(settings.data_sizes().max_seq_len, 20U);
  CHECK_EQ(contradiction(settings), "");
  settings.positions = 19;
  CHECK_EQ(contradiction(settings),
           "--positions expects at least --max-seq-len 20, or 0 for as many, but got 19");
}
