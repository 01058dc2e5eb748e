#include "nn/linear.h"

#include "test.h"

#include <array>

// Whole numbers: every sum is exact, so any lost or doubled element shows.
TEST(linear, dot_takes_every_element_once) {
  for (std::size_t n = 0; n <= 40; ++n) {
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
TEST(linear, dot_adds_in_eight_lanes_then_in_pairs) {
  std::array<float, 10> a{};
  const std::array<float, 10> ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = 1.1F * static_cast<float>(i + 1);
  const float lane0 = a[0] + a[8];
  const float lane1 = a[1] + a[9];
  const float even = (lane0 + a[4]) + (a[2] + a[6]);
  const float odd = (lane1 + a[5]) + (a[3] + a[7]);
  CHECK_EQ(dot(a.data(), ones.data(), a.size()), even + odd);
}

TEST(linear, forward_and_backward_of_a_worked_example) {
  Tensor x({2, 2});
  x[0] = 1;
  x[1] = 2;
  x[2] = -3;
  x[3] = 4;
  Tensor w({1, 2});
  w[0] = 0.5F;
  w[1] = -1;
  Tensor b({1});
  b[0] = 10;
  Tensor y({0});
  linear_forward(y, x, w, b);
  CHECK_EQ(y.rows(), 2U);
  CHECK_EQ(y[0], 8.5F);
  CHECK_EQ(y[1], 4.5F);

  Tensor dy({2});
  dy[0] = 2;
  dy[1] = -1;
  Tensor dx({0, 2});
  Tensor dw({1, 2});
  dw[0] = 100;
  Tensor db({1});
  db[0] = 7;
  linear_backward(dx, dw, db, dy, x, w);
  CHECK_EQ(dx[0], 1.0F);
  CHECK_EQ(dx[1], -2.0F);
  CHECK_EQ(dx[2], -0.5F);
  CHECK_EQ(dx[3], 1.0F);
  CHECK_EQ(dw[0], 105.0F);
  CHECK_EQ(dw[1], 0.0F);
  CHECK_EQ(db[0], 8.0F);
}
