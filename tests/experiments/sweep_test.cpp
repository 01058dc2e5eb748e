#include "experiments/sweep.h"

#include "training/trainer.h"

#include "made.h"
#include "test.h"

#include <cmath>
#include <limits>

namespace {

const Settings kSmall = settings_of("--samples 30 --epochs 3");

Losses trained(
    const Settings& settings, const std::vector<std::uint64_t>& seeds, std::size_t jobs,
    const Stopped& stopped = [] { return false; }) {
  return losses_of(made(sweep_runs("sweep", seeds, settings, std::nullopt), jobs, stopped));
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST(sweep, every_run_has_the_bits_of_the_run_alone) {
  const Losses runs = trained(kSmall, {5, 900, 3}, 2);
  CHECK_EQ(runs.size(), 3U);
  Settings settings = kSmall;
  settings.seed = 900;
  Trainer trainer(settings);
  for (std::size_t epoch = 0; epoch < 3; ++epoch) {
    CONTEXT("epoch " << epoch);
    trainer.step();
    CHECK_EQ(runs.at(900)[epoch], static_cast<double>(trainer.last_loss()));
  }
}

TEST(sweep, is_the_same_for_any_number_of_jobs) {
  const std::vector<std::uint64_t> seeds = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  const Losses one = trained(kSmall, seeds, 1);
  for (const std::size_t jobs : {2U, 7U, 50U}) CHECK(trained(kSmall, seeds, jobs) == one);
}

// A run of three epochs of one batch has three steps.
TEST(sweep, is_stopped_after_the_step_in_hand) {
  std::size_t asked = 0;
  const auto stopped = [&] { return ++asked == 9; };
  CHECK_EQ(trained(kSmall, {0, 1, 2, 3, 4}, 1, stopped).size(), 2U);
  CHECK_EQ(asked, 9U);
}

TEST(sweep, run_that_diverges_has_no_losses_from_there_on) {
  Settings settings = kSmall;
  settings.adam.lr = 1e19;
  const std::vector<double> losses = trained(settings, {1}, 1).at(1);
  CHECK_EQ(losses.size(), 3U);
  CHECK(std::isfinite(losses[0]));
  CHECK(std::isnan(losses[1]));
  CHECK(has_diverged(losses));
  CHECK(!has_diverged({1, 2}));
}

TEST(sweep, spread_by_hand_leaves_diverged_runs_out) {
  const Losses runs = {{1, {4, 40}}, {2, {1, 10}}, {3, {7, kNan}}, {4, {2, 20}}, {9, {3, 30}}};
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
