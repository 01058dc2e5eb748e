#include "core/exp_each.h"

#include "core/elementary.h"
#include "test.h"

#include <cmath>
#include <limits>
#include <vector>

TEST(exp_each, of_floats_is_within_a_unit_in_the_last_place) {
  std::vector<float> x;
  for (float value = -87; value <= 88; value += 0.0017F) x.push_back(value);
  std::vector<float> y = x;
  exp_each(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CONTEXT("i " << i);
    const double exact = elementary::exp(static_cast<double>(x[i]));
    const float near = static_cast<float>(exact);
    const double unit = std::nextafter(near, std::numeric_limits<float>::infinity()) - near;
    CHECK_NEAR(y[i], exact, unit);
  }
}

// The tail of an array that no register divides has the bits of the rest.
TEST(exp_each, gives_each_number_the_same_whatever_stands_beside_it) {
  std::vector<float> x(67);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) * 0.37F - 20;
  std::vector<float> together = x;
  exp_each(together.data(), together.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CONTEXT("i " << i);
    exp_each(&x[i], 1);
    CHECK_EQ(x[i], together[i]);
  }
}

TEST(exp_each, keeps_to_the_range_of_floats_and_nan) {
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> x = {-infinity, -1000, 1000, infinity, 0, std::nanf("")};
  exp_each(x.data(), x.size());
  CHECK(x[0] > 0 && x[0] < 2e-38F);
  CHECK_EQ(x[1], x[0]);
  CHECK(x[2] > 1e38F && x[2] < infinity);
  CHECK_EQ(x[3], x[2]);
  CHECK_EQ(x[4], 1.0F);
  CHECK(std::isnan(x[5]));
}
