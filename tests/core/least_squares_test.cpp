#include "core/least_squares.h"

#include "test.h"

#include <cmath>
#include <limits>

namespace {

Tensor rows_of(std::size_t cols, const std::vector<float>& values) {
  Tensor table({values.size() / cols, cols});
  std::copy(values.begin(), values.end(), table.begin());
  return table;
}

}  // namespace

TEST(least_squares, reads_what_is_there) {
  // targets = 2 x0 - x1 + 5, but for the ridge.
  const Tensor x = rows_of(2, {0, 0, 1, 0, 0, 1, 3, 2});
  CHECK_NEAR(best_fit(x, {5, 7, 4, 9}), 1, 1e-6);
  CHECK(best_fit(x, {5, 7, 4, 9}) < 1);
}

// Through (-1, 1), (0, 0), (1, 1) the best line is flat; through (0, 0), (1, 2), (2, 1) it rises by
// 1/2 and explains 1/4 of the variance 2.
TEST(least_squares, explains_a_share_of_the_variance) {
  CHECK_NEAR(best_fit(rows_of(1, {-1, 0, 1}), {1, 0, 1}), 0, 1e-12);
  CHECK_NEAR(best_fit(rows_of(1, {0, 1, 2}), {0, 2, 1}), 0.25, 1e-7);
}

TEST(least_squares, rows_or_targets_that_are_alike_tell_nothing) {
  CHECK_EQ(best_fit(rows_of(1, {3, 3, 3}), {0, 1, 2}), 0.0);
  CHECK_EQ(best_fit(rows_of(1, {0, 1, 2}), {4, 4, 4}), 0.0);
}

// Three rows that differ in their last bits alone: two columns would fit any targets.
TEST(least_squares, does_not_read_rounding_errors) {
  const float one = std::nextafter(1.0F, 2.0F);
  const Tensor x = rows_of(2, {0, 1, 10, 1, 0, one, 10, one});
  CHECK(best_fit(x, {0, 0, 1, 1}) < 1e-6);
}

TEST(least_squares, of_what_is_no_number_is_none) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(best_fit(rows_of(1, {0, nan, 1}), {0, 1, 2})));
}
