#include "nn/rotary.h"

#include "matrix.h"
#include "test.h"

#include <cmath>

namespace {

Tensor turned(Tensor x, std::size_t position, float direction = 1) {
  rotate(x.data(), Rotation<float>(position + 1, x.rows()), position, direction);
  return x;
}

double product(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

}  // namespace

// By 1 radian a place in the first pair, by 10000^(-2/4) = 1/100 in the second.
TEST(rotary, turns_each_pair_at_its_own_speed) {
  const auto cosine = static_cast<float>(std::cos(1.0));
  const auto sine = static_cast<float>(std::sin(1.0));
  CHECK(near(turned(vector_of({2, 0}), 1), vector_of({2 * cosine, 2 * sine})));
  CHECK(near(turned(vector_of({0, 2}), 1), vector_of({-2 * sine, 2 * cosine})));
  const Tensor second = turned(vector_of({0, 0, 3, 0}), 100);
  CHECK(near(second, vector_of({0, 0, 3 * cosine, 3 * sine})));
}

TEST(rotary, leaves_the_first_place_and_lengths_as_they_are) {
  const Tensor x = vector_of({3, -5, 0.25F, 7});
  CHECK(same(turned(x, 0), x));
  const Tensor y = turned(x, 9);
  CHECK_NEAR(product(y, y), product(x, x), 1e-4);
  CHECK(!near(y, x, 0.1F));
}

TEST(rotary, the_negative_direction_turns_back) {
  const Tensor x = vector_of({3, -5, 0.25F, 7});
  CHECK(near(turned(turned(x, 9), 9, -1), x));
}

// Which is what the encoding is for.
TEST(rotary, product_of_query_and_key_depends_on_their_distance_only) {
  const Tensor q = vector_of({1, 2, 3, 4});
  const Tensor k = vector_of({-2, 1, 0.5F, 1});
  const double two_apart = product(turned(q, 2), turned(k, 0));
  CHECK_NEAR(product(turned(q, 19), turned(k, 17)), two_apart, 1e-5);
  CHECK(std::abs(product(turned(q, 0), turned(k, 2)) - two_apart) > 0.1);  // the other way
}
