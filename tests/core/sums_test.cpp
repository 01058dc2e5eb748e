#include "core/sums.h"

#include "test.h"

#include <array>

// Whole numbers: every sum is exact, so any lost or doubled element shows.
TEST(sums, dot_takes_every_element_once) {
  for (std::size_t n = 0; n <= 40; ++n) {
    CONTEXT("n " << n);
    std::vector<float> a(n);
    std::vector<float> b(n);
    double expected = 0;
    for (std::size_t i = 0; i < n; ++i) {
      a[i] = static_cast<float>(i + 1);
      b[i] = static_cast<float>(i % 5) - 2;
      expected += static_cast<double>(a[i]) * b[i];
    }
    CHECK_EQ(dot(a.data(), b.data(), n), static_cast<float>(expected));
  }
}

// The order of the sum is part of the contract: each of these additions rounds.
TEST(sums, dot_adds_in_eight_lanes_then_in_pairs) {
  std::array<float, 10> a{};
  const std::array<float, 10> ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = 1.1F * static_cast<float>(i + 1);
  const float lane0 = a[0] + a[8];
  const float lane1 = a[1] + a[9];
  const float even = (lane0 + a[4]) + (a[2] + a[6]);
  const float odd = (lane1 + a[5]) + (a[3] + a[7]);
  CHECK_EQ(dot(a.data(), ones.data(), a.size()), even + odd);
}

TEST(sums, of_a_tensor_and_of_squares_take_every_element_once) {
  for (std::size_t count = 0; count <= 40; ++count) {
    CONTEXT("count " << count);
    Tensor x({count});
    TensorOf<double> y({count});
    for (std::size_t n = 0; n < count; ++n) y[n] = x[n] = static_cast<float>(n + 1);
    const std::size_t total = count * (count + 1) / 2;
    CHECK_EQ(sum(x), static_cast<float>(total));
    CHECK_EQ(sum(y), static_cast<double>(total));
    const double squares = static_cast<double>(total * (2 * count + 1)) / 3;
    CHECK_EQ(squared_distance(x, Tensor({count})), squares);
    CHECK_EQ(squared_distance(y, Tensor({count})), squares);
  }
}
