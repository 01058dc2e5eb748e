#include "nn/linear.h"

#include "test.h"

#include <algorithm>
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
  Tensor table({3, 2});
  const std::array<float, 6> numbers = {1, 2, 100, 200, -3, 4};
  std::copy(numbers.begin(), numbers.end(), table.begin());
  Tensor w({1, 2});
  w[0] = 0.5F;
  w[1] = -1;
  Tensor scores({3});
  scores.fill(9);
  linear_forward(scores, table, w, {2, 0});
  CHECK_EQ(scores[0], -1.5F);
  CHECK_EQ(scores[1], 9.0F);  // not named
  CHECK_EQ(scores[2], -5.5F);

  Tensor dscores({3});
  dscores[0] = 2;
  dscores[1] = 1000;
  dscores[2] = -1;
  Tensor dw({2});
  dw[0] = 100;
  linear_backward(dw, dscores, table, {2, 0});
  CHECK_EQ(dw[0], 105.0F);
  CHECK_EQ(dw[1], 0.0F);
}

// Rows are taken four at a time; whole numbers show any that is lost or doubled.
TEST(linear, backward_takes_every_row_once) {
  for (std::size_t rows = 0; rows <= 11; ++rows) {
    Tensor table({rows, 5});
    Tensor dscores({rows});
    Ids all;
    double expected = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t j = 0; j < 5; ++j) table.row(r)[j] = static_cast<float>(r + 1);
      dscores[r] = static_cast<float>(r % 3) + 1;
      expected += static_cast<double>(r + 1) * dscores[r];
      all.push_back(static_cast<std::int32_t>(r));
    }
    Tensor dw({5});
    linear_backward(dw, dscores, table, all);
    for (std::size_t j = 0; j < 5; ++j) CHECK_EQ(dw[j], static_cast<float>(expected));
  }
}
