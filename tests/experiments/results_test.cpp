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
}

TEST(results, series_are_in_the_order_of_measurement) {
  Results results;
  results.add("a", 0, {{"loss", 1, 5}, {"error", 0, 1}, {"loss", 2, 3}});
  results.add("a", 1, {{"loss", 1, 7}, {"loss", 2, 3}});
  const Series series = results.series("a", "loss");
  CHECK(series.at == (std::vector<double>{1, 2}));
  CHECK_EQ(series.values[0].mean, 6.0);
  CHECK_EQ(series.values[1].count, 2U);
  CHECK(results.quantities("a") == (std::vector<std::string>{"loss", "error"}));
  CHECK(results.quantities("b").empty());
  CHECK(results.series("b", "loss").at.empty());
}
