#include "core/least_squares.h"

#include "test.h"

namespace {

TensorOf<double> rows(const std::vector<double>& values, std::size_t cols) {
  TensorOf<double> x({values.size() / cols, cols});
  std::copy(values.begin(), values.end(), x.begin());
  return x;
}

}  // namespace

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
