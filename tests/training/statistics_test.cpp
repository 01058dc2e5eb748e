#include "training/statistics.h"

#include "test.h"

#include <cmath>

TEST(statistics, mean_and_standard_deviation_by_hand) {
  CHECK_EQ(mean({1, 2, 6}), 3.0);
  CHECK_NEAR(standard_deviation({1, 2, 6}), std::sqrt((4 + 1 + 9) / 2.0), 1e-15);
  CHECK_EQ(standard_deviation({5}), 0.0);
  CHECK(std::isnan(mean({})));
}
