#include "experiments/comparison.h"

#include "training/trainer.h"

#include "test.h"

namespace {

Comparison compare(const Settings& settings, const std::vector<std::uint64_t>& seeds) {
  return compare_encodings(settings, seeds, std::nullopt, [](std::uint64_t, std::uint64_t) {});
}

}  // namespace

TEST(comparison, learned_solves_the_task_and_none_stalls_at_what_no_token_explains) {
  Settings settings;
  settings.epochs = 200;
  const Comparison comparison = compare(settings, {0});
  CHECK(comparison.encodings[0].losses[0] < 0.001);
  CHECK_EQ(comparison.encodings[0].exact_shares[0], 1.0);
  const double none = comparison.encodings[2].losses[0];
  CHECK(none > comparison.unexplained[0]);
  CHECK(none < 1.02 * comparison.unexplained[0]);
}

TEST(comparison, results_are_those_of_the_runs) {
  Settings settings;
  settings.epochs = 2;
  const Comparison comparison = compare(settings, {3, 8});
  CHECK_EQ(comparison.encodings.size(), 3U);
  CHECK_EQ(comparison.encodings[0].parameters, 100 * 16 + 20 * 16 + 16 + 1U);
  CHECK_EQ(comparison.encodings[1].parameters, 100 * 16 + 16 + 1U);
  settings.seed = 8;
  settings.encoding = find_encoding("sinusoidal");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  CHECK_EQ(comparison.encodings[1].losses[1], trainer.mean_loss());
}

TEST(comparison, tells_seed_and_encoding_of_a_run_that_diverges) {
  Settings settings;
  settings.adam.lr = 1e19;
  CHECK_THROWS(Diverged, compare(settings, {4}),
               "seed 4, encoding learned: the loss became nan at step 2 (epoch 1) with lr 1e+19; "
               "the first tensor that is not finite: the predictions");
}
