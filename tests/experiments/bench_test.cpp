#include "experiments/bench.h"

#include "test.h"

#include <cmath>

TEST(bench, parts_add_up_to_about_a_step) {
  Settings settings;
  settings.samples = 64;
  const StepTimings timings = time_steps(settings, 3, 0.002);
  const double parts = timings.batch.median + timings.forward.median + timings.loss.median +
                       timings.backward.median + timings.adam.median;
  CHECK(timings.step.median > 0);
  CHECK(parts > 0.2 * timings.step.median);
  CHECK_EQ(timings.weights, 100U * 16 + 20 * 16 + 16 + 1);
  CHECK(timings.tokens > 32 * 5 && timings.tokens < 32 * 16);
  CHECK(timings.bytes > timings.weights * 12);
}

TEST(bench, limits_and_rates_are_numbers) {
  const Limits limits = measure_limits(1000, 3);
  CHECK(limits.memory.median > 0 && limits.arithmetic.median > 0);
  CHECK_EQ(limits.step(), std::max(limits.memory.median, limits.arithmetic.median));
  const Rates rates = measure_rates(3);
  CHECK(rates.copied_bytes > 1e6 && rates.multiply_adds > 1e6 && rates.roots > 1e5);
}

TEST(bench, exponent_is_the_slope_between_logarithms) {
  CHECK_NEAR(fitted_exponent({1, 2, 4, 8}, {3, 6, 12, 24}), 1, 1e-12);
  CHECK_NEAR(fitted_exponent({1, 10, 100}, {5, 500, 50000}), 2, 1e-12);
  CHECK_NEAR(fitted_exponent({1, 2, 4}, {7, 7, 7}), 0, 1e-12);
}

TEST(bench, settings_are_the_three_that_peers_are_compared_at) {
  const std::vector<BenchSettings> all = bench_settings();
  CHECK_EQ(all.size(), 3U);
  CHECK_EQ(all[1].settings.d_model, 64U);
  CHECK_EQ(all[2].settings.vocab_size, 50000U);
  for (const BenchSettings& one : all) CHECK_EQ(one.settings.batch_size, 32U);
}
