#include "training/settings.h"

#include "test.h"

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

TEST(settings, memory_of_the_largest_sizes_does_not_overflow) {
  Settings settings;
  settings.vocab_size = std::size_t{1} << 28U;
  settings.d_model = std::size_t{1} << 24U;
  CHECK_NEAR(memory_needed(settings) / 0x1p56, 0.75, 1e-3);
}

TEST(settings, a_model_may_take_more_positions_than_the_data_has) {
  Settings settings;
  CHECK_EQ(settings.model_sizes().max_seq_len, 20U);
  settings.positions = 40;
  CHECK_EQ(settings.model_sizes().max_seq_len, 40U);
  CHECK_EQ(settings.data_sizes().max_seq_len, 20U);
  CHECK_EQ(contradiction(settings), "");
  settings.positions = 19;
  CHECK_EQ(contradiction(settings),
           "--positions expects at least --max-seq-len 20, or 0 for as many, but got 19");
}
