#include "experiments/sweep.h"

#include "training/evaluation.h"
#include "training/trainer.h"

#include "made.h"
#include "test.h"

#include <algorithm>

TEST(comparison, learned_solves_the_task_and_none_stalls_at_what_no_token_explains) {
  Settings settings = settings_of("--epochs 200");
  const Results results = compared(settings, {0}, {0.001}).results;
  CHECK(results.mean("learned 0.001", "final loss") < 0.001);
  CHECK_EQ(results.mean("learned 0.001", "share of exact positions"), 1.0);
  const double none = results.mean("none 0.001", "final loss");
  const double floor = results.mean("none 0.001", "unexplained variance");
  CHECK(none > floor);
  CHECK(none < 1.02 * floor);
}

TEST(comparison, results_are_those_of_the_runs) {
  Settings settings = settings_of("--epochs 2");
  const Runs runs = compared(settings, {3, 8}, {0.001});
  CHECK_EQ(runs.configurations.size(), 3U);
  CHECK_EQ(runs.results.mean("learned 0.001", "weights"), 100.0 * 16 + 20 * 16 + 16 + 1);
  CHECK_EQ(runs.results.mean("sinusoidal 0.001", "weights"), 100.0 * 16 + 16 + 1);
  settings.seed = 8;
  settings.encoding = find_encoding("sinusoidal");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  CHECK_EQ(runs.results.values("sinusoidal 0.001", "final loss").at(1), trainer.mean_loss());
  CHECK_EQ(runs.results.values("learned 0.001", "unexplained variance").at(1),
           unexplained_variance(trainer.data()));
}

// At 0.001, waves are learned too slowly for 200 epochs; learned vectors need no more.
TEST(comparison, each_encoding_has_the_rate_with_the_least_loss) {
  Settings settings = settings_of("--epochs 200");
  const Runs runs = compared(settings, {0, 1}, {0.001, 0.01, 1e19});
  const std::vector<const Configuration*> best = best_rates(runs);
  CHECK_EQ(best.size(), 3U);
  for (std::size_t e = 0; e < 3; ++e) {
    CONTEXT("e " << e);
    const auto loss = [&](std::size_t r) {
      return runs.results.mean(runs.configurations[3 * e + r].name, "final loss");
    };
    CHECK_EQ(runs.results.mean(best[e]->name, "final loss"), std::min(loss(0), loss(1)));
  }
  CHECK_EQ(best[0]->name, "learned 0.001");
  CHECK_EQ(best[1]->name, "sinusoidal 0.01");
}

TEST(comparison, leaves_a_rate_aside_at_which_one_seed_diverged) {
  Runs runs = comparison_runs("compare", {0, 1}, Settings(), {0.001, 0.01}, std::nullopt);
  for (const Configuration& one : runs.configurations) {
    const bool is_high = one.settings.adam.lr == 0.01;
    runs.results.add(one.name, 0, {{"final loss", 0, is_high ? 1.0 : 5.0}});
    runs.results.add(one.name, 1, {{"final loss", 0, is_high ? NAN : 5.0}});
  }
  for (const Configuration* one : best_rates(runs)) CHECK_EQ(one->settings.adam.lr, 0.001);
}

TEST(comparison, tells_seed_and_encoding_of_one_that_diverges_at_every_rate) {
  const auto rates_of = [](const Settings& settings) {
    best_rates(compared(settings, {4}, {1e19, 1e20}));
  };
  CHECK_THROWS(
      Diverged, rates_of(Settings()),
      "seed 4, encoding learned diverges at every learning rate; where, says posembed train "
      "--seed 4 --lr 1e+19");
}

TEST(comparison, counts_errors_on_fresh_sequences) {
  Settings settings =
      settings_of("--samples 200 --max-seq-len 5 --positions 9 --epochs 30 --vocab-size 7");
  const Results made = compared(settings, {3, 8}, {0.01}).results;
  settings.adam.lr = 0.01;
  settings.seed = 8;
  settings.encoding = find_encoding("none");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const Batch batch = whole_batch(fresh_sequences(settings), 7);
  const Tensor& y = trainer.model().forward(batch);
  double exact = 0;
  double absolute = 0;
  double squared = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double error = static_cast<double>(y[n]) - batch.targets()[n];
    exact += std::abs(error) < 0.5 ? 1 : 0;
    absolute += std::abs(error);
    squared += error * error;
  }
  const auto places = static_cast<double>(y.size());
  const auto second = [&](const char* quantity) {
    return made.values("none 0.01", quantity).at(1);
  };
  CHECK_NEAR(second("share of exact positions"), exact / places, 1e-12);
  CHECK_NEAR(second("absolute error"), absolute / places, 1e-9);
  CHECK_NEAR(second("fresh error"), squared / places, 1e-9);
}
