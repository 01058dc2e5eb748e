#include "experiments/sweep.h"

#include "training/trainer.h"

#include "test.h"

#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace {

Settings small() {
  Settings settings;
  settings.samples = 30;
  settings.epochs = 3;
  return settings;
}

Runs trained(const Settings& settings, const std::vector<std::uint64_t>& seeds, std::size_t jobs) {
  Runs runs;
  train_seeds(
      settings, seeds, std::nullopt, jobs,
      [&](std::uint64_t seed, std::vector<float> losses) { runs[seed] = std::move(losses); });
  return runs;
}

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST(sweep, every_run_has_the_bits_of_the_run_alone) {
  const Runs runs = trained(small(), {5, 900, 3}, 2);
  CHECK_EQ(runs.size(), 3U);
  Settings settings = small();
  settings.seed = 900;
  Trainer trainer(settings);
  for (std::size_t epoch = 0; epoch < 3; ++epoch) {
    CONTEXT("epoch " << epoch);
    trainer.step();
    CHECK_EQ(runs.at(900)[epoch], trainer.last_loss());
  }
}

TEST(sweep, is_the_same_for_any_number_of_jobs) {
  const std::vector<std::uint64_t> seeds = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  const Runs one = trained(small(), seeds, 1);
  for (const std::size_t jobs : {2U, 7U, 50U}) CHECK(trained(small(), seeds, jobs) == one);
}

TEST(sweep, one_thread_at_a_time_hands_in) {
  std::vector<std::uint64_t> seeds(200);
  std::iota(seeds.begin(), seeds.end(), std::uint64_t{0});
  std::size_t finished = 0;
  train_seeds(small(), seeds, std::nullopt, 4,
              [&](std::uint64_t, const std::vector<float>&) { ++finished; });
  CHECK_EQ(finished, 200U);
}

// A run of three epochs of one batch has three steps.
TEST(sweep, is_stopped_after_the_step_in_hand) {
  std::size_t finished = 0;
  std::size_t asked = 0;
  train_seeds(
      small(), {0, 1, 2, 3, 4}, std::nullopt, 1,
      [&](std::uint64_t, const std::vector<float>&) { ++finished; }, [&] { return ++asked == 9; });
  CHECK_EQ(finished, 2U);
  CHECK_EQ(asked, 9U);
  std::atomic<bool> stop{false};
  std::vector<std::uint64_t> seeds(200);
  std::iota(seeds.begin(), seeds.end(), std::uint64_t{0});
  finished = 0;
  train_seeds(
      small(), seeds, std::nullopt, 4,
      [&](std::uint64_t, const std::vector<float>&) {
        if (++finished == 5) stop = true;
      },
      [&] { return stop.load(); });
  CHECK(finished >= 5 && finished <= 8);  // those whose last step was in hand
}

TEST(sweep, what_goes_wrong_in_a_thread_is_thrown_here) {
  CHECK_THROWS(std::runtime_error,
               train_seeds(small(), {1, 2, 3, 4}, std::nullopt, 2,
                           [](std::uint64_t, const std::vector<float>&) {
                             throw std::runtime_error("disk full");
                           }),
               "disk full");
}

TEST(sweep, run_that_diverges_has_no_losses_from_there_on) {
  Settings settings = small();
  settings.adam.lr = 1e19;
  const std::vector<float> losses = losses_of_seed(settings, 1, std::nullopt).value();
  CHECK_EQ(losses.size(), 3U);
  CHECK(std::isfinite(losses[0]));
  CHECK(std::isnan(losses[1]));
  CHECK(has_diverged(losses));
  CHECK(!has_diverged({1, 2}));
}

TEST(sweep, spread_by_hand_leaves_diverged_runs_out) {
  const Runs runs = {{1, {4, 40}}, {2, {1, 10}}, {3, {7, kNan}}, {4, {2, 20}}, {9, {3, 30}}};
  const std::vector<EpochSpread> spread = spread_of(runs);
  CHECK_EQ(spread.size(), 2U);
  CHECK_EQ(spread[0].minimum, 1.0);
  CHECK_EQ(spread[0].maximum, 4.0);
  CHECK_EQ(spread[0].median, 2.5);
  CHECK_NEAR(spread[0].p5, 1.15, 1e-12);
  CHECK_NEAR(spread[1].p95, 38.5, 1e-12);
  CHECK_EQ(share_below(runs, 0, 3), 0.5);
  CHECK_EQ(share_below(runs, 0, 0.5), 0.0);
  CHECK_EQ(share_below(runs, 1, 41), 1.0);
  CHECK(spread_of({{3, {7, kNan}}}).empty());
}
