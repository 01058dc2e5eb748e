#include "experiments/results.h"

#include "test.h"

#include <cmath>

TEST(results, spread_over_the_seeds_leaves_diverged_runs_out) {
  Results results;
  results.add("a", 0, {{"error", 0, 1}, {"loss", 1, 5}, {"loss", 2, 3}});
  results.add("a", 1, {{"error", 0, 4}, {"loss", 1, 7}});
  results.add("a", 2, {{"error", 0, std::nan("")}});
  const Spread error = results.spread("a", "error");
  CHECK_EQ(error.mean, 2.5);
  CHECK_NEAR(error.deviation, std::sqrt(4.5), 1e-12);
  CHECK_EQ(error.count, 2U);
  CHECK_EQ(error.diverged, 1U);
  CHECK(results.has("a", 2) && !results.has("a", 3) && !results.has("b", 0));
  CHECK(std::isnan(results.mean("b", "error")));
  CHECK(std::isnan(results.mean("a", "error", 1)));
  CHECK_EQ(results.mean("a", "loss", 2), 3.0);
  CHECK(results.values("a", "loss", 1) == (std::vector<double>{5, 7}));
  CHECK(results.of("b").empty());
}
