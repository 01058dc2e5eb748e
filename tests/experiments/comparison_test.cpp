#include "experiments/comparison.h"

#include "training/evaluation.h"
#include "training/trainer.h"

#include "compared.h"
#include "test.h"

#include <algorithm>
#include <limits>

namespace {

Comparison compare(const Settings& settings, const std::vector<std::uint64_t>& seeds,
                   const std::vector<double>& rates = {0.001}) {
  return compared(settings, seeds, rates);
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
  CHECK_EQ(comparison.encodings[0].weights, 100 * 16 + 20 * 16 + 16 + 1U);
  CHECK_EQ(comparison.encodings[1].weights, 100 * 16 + 16 + 1U);
  settings.seed = 8;
  settings.encoding = find_encoding("sinusoidal");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  CHECK_EQ(comparison.encodings[1].losses[1], trainer.mean_loss());
  CHECK_EQ(comparison.unexplained[1], unexplained_variance(trainer.data()));
}

// At 0.001, waves are learned too slowly for 200 epochs; learned vectors need no more.
TEST(comparison, each_encoding_has_the_rate_with_the_least_loss) {
  Settings settings;
  settings.epochs = 200;
  const std::vector<double> rates = {0.001, 0.01, 1e19};
  const Comparison chosen = compare(settings, {0, 1}, rates);
  for (std::size_t e = 0; e < 3; ++e) {
    CONTEXT("e " << e);
    double least = std::numeric_limits<double>::infinity();
    for (const double rate : {0.001, 0.01}) {
      CONTEXT("rate " << rate);
      const std::vector<double> losses = compare(settings, {0, 1}, {rate}).encodings[e].losses;
      const double loss = (losses[0] + losses[1]) / 2;
      if (chosen.encodings[e].rate == rate) CHECK(losses == chosen.encodings[e].losses);
      least = std::min(least, loss);
    }
    CHECK_EQ((chosen.encodings[e].losses[0] + chosen.encodings[e].losses[1]) / 2, least);
  }
  CHECK_EQ(chosen.encodings[0].rate, 0.001);
  CHECK_EQ(chosen.encodings[1].rate, 0.01);
}

TEST(comparison, tells_seed_and_encoding_of_one_that_diverges_at_every_rate) {
  CHECK_THROWS(
      Diverged, compare(Settings(), {4}, {1e19, 1e20}),
      "seed 4, encoding learned diverges at every learning rate; where, says posembed train "
      "--seed 4 --lr 1e+19");
}
