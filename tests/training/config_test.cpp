#include "training/config.h"

#include "test.h"

TEST(config, defaults_are_the_notebooks) {
  const Config config;
  CHECK_EQ(config.samples, 1000U);
  CHECK_EQ(config.max_seq_len, 20U);
  CHECK_EQ(config.vocab_size, 100U);
  CHECK_EQ(config.d_model, 16U);
  CHECK_EQ(config.epochs, 25U);
  CHECK_EQ(config.batch_size, 32U);
  CHECK(!config.shuffle);
}

TEST(config, memory_counts_three_floats_a_weight_and_six_a_row) {
  Config config;
  config.vocab_size = 10000;
  const double before = memory_needed(config);
  config.vocab_size += 1000000;
  CHECK_NEAR(memory_needed(config) - before, 1e6 * (16 * 3 + 6) * 4, 1);
}

TEST(config, memory_of_the_largest_sizes_does_not_overflow) {
  Config config;
  config.vocab_size = std::size_t{1} << 28U;
  config.d_model = std::size_t{1} << 24U;
  CHECK_NEAR(memory_needed(config) / 0x1p56, 0.75, 1e-3);
}
