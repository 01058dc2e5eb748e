#include "experiments/bench.h"

#include "test.h"
#include "training/trainer.h"

// By a clock that goes on by 1, 2, 4, 8 and 16 seconds from one look to the next, and again.
TEST(bench, parts_are_timed_in_their_order_and_make_the_steps_of_a_run) {
  Settings settings = settings_of("--samples 70");
  int looks = 0;
  double time = 0;
  const StepTimings timings = time_steps(settings, 3, 60, [&] {
    const double now = time;
    // Of each round an epoch of three steps is timed first, with a look at the start and after
    // each.
    const int look = looks++ % 20;
    time += look < 4 ? 31 : 1 << (look - 4) % 5;
    return now;
  });
  CHECK_EQ(timings.batch.median, 1.0);
  CHECK_EQ(timings.forward.median, 2.0);
  CHECK_EQ(timings.loss.median, 4.0);
  CHECK_EQ(timings.backward.median, 8.0);
  CHECK_EQ(timings.adam.median, 16.0);
  CHECK_EQ(timings.step.median, 31.0);
  CHECK_EQ(timings.weights, 100U * 16 + 20 * 16 + 16 + 1);
  CHECK(timings.tokens > 20 * 5 && timings.tokens < 32 * 16);
  CHECK(timings.bytes > timings.weights * 12);

  CHECK_EQ(timings.steps, 3 + 3 * 6U);  // an epoch to warm up, then rounds of one and one
  Trainer trainer(settings);
  while (trainer.steps_done() < timings.steps) trainer.step();
  CHECK_EQ(static_cast<float>(timings.last_loss), trainer.last_loss());
}

// One sequence of one place: 4 d^2 of attention, 8 d^2 of feed-forward, 2 d of its only pair, and
// twice as much backward.
TEST(bench, counts_the_products_of_layers) {
  Settings settings = settings_of("--samples 1 --max-seq-len 1 --layers 2");
  const StepTimings timings = time_steps(settings, 1, 0);
  CHECK_EQ(timings.multiply_adds, 3.0 * 2 * (12 * 16 * 16 + 2 * 16));
  settings.stack.layers = 0;
  CHECK_EQ(time_steps(settings, 1, 0).multiply_adds, 0.0);
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

// 12 L d² + 2 L² d, of each layer.
TEST(bench, multiply_adds_by_hand) {
  ModelSizes sizes = {9, 20, 16};
  sizes.stack.layers = 3;
  const MultiplyAdds count = multiply_adds(sizes, 20);
  CHECK_EQ(count.linear, 3.0 * 12 * 20 * 16 * 16);
  CHECK_EQ(count.square, 3.0 * 2 * 20 * 20 * 16);
  sizes.stack.no_feed_forward = true;
  CHECK_EQ(multiply_adds(sizes, 20).linear, 3.0 * 4 * 20 * 16 * 16);
}
