#include "core/statistics.h"

#include "test.h"

#include <cmath>

TEST(statistics, mean_and_standard_deviation_by_hand) {
  CHECK_EQ(statistics::mean({1, 2, 6}), 3.0);
  CHECK_NEAR(statistics::standard_deviation({1, 2, 6}), std::sqrt((4 + 1 + 9) / 2.0), 1e-15);
  CHECK_EQ(statistics::standard_deviation({5}), 0.0);
  CHECK(std::isnan(statistics::mean({})));
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
