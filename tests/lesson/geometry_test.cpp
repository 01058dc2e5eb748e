#include "lesson/geometry.h"

#include "core/random.h"
#include "test.h"

#include <cmath>

// Rows on a line through (1, 1) along (3, 4).
TEST(axes_along, of_points_on_a_line) {
  Tensor table({3, 2});
  for (std::size_t i = 0; i < 3; ++i) {
    table.row(i)[0] = 1 + 3 * static_cast<float>(i);
    table.row(i)[1] = 1 + 4 * static_cast<float>(i);
  }
  const Axes along = axes_along({30, 40}, table);  // nothing is left for the second
  CHECK_EQ(along.directions[1][0], 0.0);
  CHECK_NEAR(along.project(table.row(2))[0], 5, 1e-12);
  CHECK_NEAR(along.project(table.row(0))[0], -5, 1e-12);
  CHECK_EQ(along.project(table.row(0))[1], 0.0);
  Tensor rounded({9, 3});
  for (std::size_t i = 0; i < 27; ++i) {
    rounded[i] = static_cast<float>(i / 3) * std::vector<float>{0.1F, 0.7F, 0.3F}[i % 3];
  }
  CHECK(axes_along({0.1F, 0.7F, 0.3F}, rounded).directions[1] == std::vector<double>(3));
  const Axes across = axes_along({-4, 3}, table);  // everything is
  CHECK_NEAR(across.project(table.row(2))[0], 0, 1e-12);
  CHECK_NEAR(across.project(table.row(2))[1], 5, 1e-12);
  CHECK_NEAR(across.components({3, 4})[1], 5, 1e-12);
  const Axes slanting = axes_along({1, 0}, table);
  CHECK_NEAR(slanting.project(table.row(2))[0], 3, 1e-12);
  CHECK_NEAR(slanting.project(table.row(2))[1], 4, 1e-12);
}

// What is left of the rows, M, along each direction d: M^T M d = value d for the second axis, and
// no direction at right angles to the first has more.
TEST(axes_along, second_is_the_first_principal_component_of_the_rest) {
  TorchRandom random(3);
  for (const std::size_t rows : {5U, 32U}) {
    CONTEXT("rows " << rows);
    Tensor table({rows, 16});
    random.fill_normal(table.data(), table.size());
    std::vector<double> first(16);
    for (std::size_t j = 0; j < 16; ++j) first[j] = static_cast<double>(j) - 3;
    const Axes axes = axes_along(first, table);
    const auto& [w, second] = axes.directions;
    CHECK_NEAR(product(w, w), 1, 1e-12);
    CHECK_NEAR(product(second, second), 1, 1e-12);
    CHECK_NEAR(product(w, second), 0, 1e-12);
    CHECK_NEAR(product(w, first), std::sqrt(product(first, first)), 1e-12);
    CHECK(axes.project(table.row(rows - 1))[1] >= 0);
    std::vector<double> image(16);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto [a, b] = axes.project(table.row(i));
      for (std::size_t j = 0; j < 16; ++j) {
        const double from_center = table.row(i)[j] - axes.center[j];
        image[j] += b * (from_center - a * w[j]);
      }
    }
    const double value = product(image, second);
    for (std::size_t j = 0; j < 16; ++j) CHECK_NEAR(image[j], value * second[j], 1e-10 * value);
    for (std::size_t j = 0; j < 16; ++j) {  // of each coordinate's direction, less w's part
      std::vector<double> other(16);
      other[j] = 1;
      for (std::size_t k = 0; k < 16; ++k) other[k] -= w[j] * w[k];
      double sum = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        double part = 0;
        for (std::size_t k = 0; k < 16; ++k) part += (table.row(i)[k] - axes.center[k]) * other[k];
        sum += part * part;
      }
      CHECK(sum <= value * product(other, other) * (1 + 1e-9));
    }
  }
}

TEST(axes_along, where_there_is_nothing_to_see_are_nothing) {
  const Axes alike = axes_along({1, 2, 2}, Tensor({4, 3}));
  CHECK_EQ(alike.directions[1][0], 0.0);
  CHECK_EQ(alike.project(Tensor({1, 3}).row(0))[0], 0.0);
  CHECK_EQ(axes_along({1, 2, 2}, Tensor({1, 3})).directions[1][0], 0.0);
  Tensor numbers({2, 1});
  numbers[1] = 0.7F;
  const Axes one = axes_along({-0.3}, numbers);  // d = 1
  CHECK_EQ(one.directions[1][0], 0.0);
  CHECK_EQ(one.components({-0.3})[0], 0.3);
  const Axes no_w = axes_along({0}, numbers);
  CHECK_EQ(no_w.directions[0][0], 0.0);
  CHECK_EQ(no_w.directions[1][0], 1.0);
}

TEST(similarities, are_cosines) {
  Tensor table({3, 2});
  table.row(0)[0] = 2;
  table.row(1)[0] = 3;
  table.row(1)[1] = 4;
  const TensorOf<double> values = similarities(table);  // the last row is zero
  CHECK_EQ(values.size(), 9U);
  CHECK_EQ(values[0], 1.0);
  CHECK_NEAR(values[1], 0.6, 1e-15);
  CHECK_EQ(values[3], values[1]);
  CHECK_EQ(values[4], 1.0);
  for (const std::size_t at : {2U, 5U, 6U, 7U, 8U}) CHECK_EQ(values[at], 0.0);
}

TEST(distances, are_euclidean) {
  Tensor a({2, 2});
  Tensor b({2, 2});
  b.row(1)[0] = 3;
  b.row(1)[1] = -4;
  CHECK(distances(a, b) == std::vector<double>({0, 5}));
}
