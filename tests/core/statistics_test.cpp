#include "core/statistics.h"

#include "test.h"

#include <cmath>
#include <limits>

namespace {

TensorOf<double> rows(const std::vector<double>& values, std::size_t cols) {
  TensorOf<double> x({values.size() / cols, cols});
  std::copy(values.begin(), values.end(), x.begin());
  return x;
}

}  // namespace

TEST(statistics, mean_and_standard_deviation_by_hand) {
  CHECK_EQ(statistics::mean({1, 2, 6}), 3.0);
  CHECK_NEAR(statistics::standard_deviation({1, 2, 6}), std::sqrt((4 + 1 + 9) / 2.0), 1e-15);
  CHECK_EQ(statistics::standard_deviation({5}), 0.0);
  CHECK(std::isnan(statistics::mean({})));
}

// The first with Python: the sum of products over the root of the product of the sums of squares.
TEST(statistics, correlation_by_hand) {
  CHECK_NEAR(statistics::correlation({1, 2, 4, 8}, {1, -2, 3, 3}), 0.6493644874091219, 1e-12);
  CHECK_NEAR(statistics::correlation({1, 2, 4}, {-2, -4, -8}), -1, 1e-15);
  CHECK(std::isnan(statistics::correlation({1, 2}, {3, 3})));
  CHECK(std::isnan(statistics::correlation({}, {})));
}

// NumPy's: numpy.percentile([1, 2, 4, 8], p) for p = 0, 5, 50, 95, 100.
TEST(statistics, percentiles_by_hand) {
  const std::vector<double> values = {1, 2, 4, 8};
  CHECK_EQ(statistics::percentile(values, 0), 1.0);
  CHECK_NEAR(statistics::percentile(values, 5), 1.15, 1e-12);
  CHECK_EQ(statistics::percentile(values, 50), 3.0);
  CHECK_NEAR(statistics::percentile(values, 95), 7.4, 1e-12);
  CHECK_EQ(statistics::percentile(values, 100), 8.0);
  CHECK_EQ(statistics::percentile({3}, 5), 3.0);
  CHECK_EQ(statistics::percentile({3, 3, 5}, 50), 3.0);
}

TEST(statistics, shows_all_or_evenly_spread_ones_with_both_ends) {
  using Chosen = std::vector<std::size_t>;
  CHECK(statistics::evenly_spread(3, 5) == Chosen({0, 1, 2}));
  CHECK(statistics::evenly_spread(11, 3) == Chosen({0, 5, 10}));
  CHECK(statistics::evenly_spread(10, 4) == Chosen({0, 3, 6, 9}));
  CHECK(statistics::evenly_spread(7, 1) == Chosen({0}));
  CHECK(statistics::evenly_spread(0, 4).empty());
  CHECK_EQ(statistics::evenly_spread(1000000001, 1000).back(), 1000000000U);
}

TEST(statistics, spreads_over_as_many_as_can_be_counted) {
  constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();
  const std::vector<std::size_t> chosen = statistics::evenly_spread(kMost, 5);
  const std::size_t quarter = kMost / 4;  // of kMost - 1, whose remainder is 2
  CHECK(chosen ==
        std::vector<std::size_t>({0, quarter, 2 * quarter + 1, 3 * quarter + 1, kMost - 1}));
}

TEST(least_squares, reads_what_is_linear_and_nothing_else) {
  const TensorOf<double> x = rows({1, 5, 2, 3, 4, 4, 7, 0}, 2);
  CHECK_NEAR(explained_share(x, {2 * 1 - 5, 2 * 2 - 3, 2 * 4 - 4, 2 * 7}, 1e-12), 1, 1e-9);
  // By hand: y = 1, 0, 0, 1 over x = 0, 1, 2, 3 has slope 0.
  CHECK_NEAR(explained_share(rows({0, 1, 2, 3}, 1), {1, 0, 0, 1}, 1e-12), 0, 1e-12);
  // y = 0, 0, 1, 1: slope 0.4, rest 0.1, 0.3, 0.3, 0.1, so 1 - 0.2 / 1.
  CHECK_NEAR(explained_share(rows({0, 1, 2, 3}, 1), {0, 0, 1, 1}, 1e-12), 0.8, 1e-9);
}

TEST(least_squares, the_ridge_is_relative_and_keeps_noise_from_being_read) {
  const std::vector<double> y = {0, 1, 2, 3};
  for (const double scale : {1e-6, 1.0, 1e6}) {
    CONTEXT("scale " << scale);
    // w = 5 / (5 + 1 * 14): the rest is y less 5/19 of it.
    CHECK_NEAR(explained_share(rows({0, scale, 2 * scale, 3 * scale}, 1), y, 1),
               1 - 14.0 / 19 * 14 / 19, 1e-12);
  }
  const TensorOf<double> alike = rows({1, 1 + 1e-9, 1 + 2e-9, 1 + 3e-9}, 1);
  CHECK_NEAR(explained_share(alike, y, 1e-4), 0, 1e-9);
  CHECK(explained_share(alike, y, 1e-20) > 0.5);
  CHECK_EQ(explained_share(rows({0, 0, 0, 0}, 1), y, 1e-4), 0.0);
}
