#include "lesson/geometry.h"

#include "core/random.h"
#include "test.h"

#include <cmath>

namespace {

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

// (n - 1) times the covariance of the rows, times a direction.
std::vector<double> covariance_times(const Tensor& table, const PrincipalComponents& components,
                                     const std::vector<double>& direction) {
  std::vector<double> result(table.cols());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    double along = 0;
    for (std::size_t j = 0; j < table.cols(); ++j) {
      along += (table.row(i)[j] - components.center[j]) * direction[j];
    }
    for (std::size_t j = 0; j < table.cols(); ++j) {
      result[j] += along * (table.row(i)[j] - components.center[j]);
    }
  }
  return result;
}

}  // namespace

// Rows on a line through (1, 1) along (3, 4): all variance is along it.
TEST(principal_components, of_points_on_a_line) {
  Tensor table({3, 2});
  for (std::size_t i = 0; i < 3; ++i) {
    table.row(i)[0] = 1 + 3 * static_cast<float>(i);
    table.row(i)[1] = 1 + 4 * static_cast<float>(i);
  }
  const PrincipalComponents components = principal_components(table);
  CHECK_NEAR(components.axes[0][0], 0.6, 1e-12);
  CHECK_NEAR(components.axes[0][1], 0.8, 1e-12);
  CHECK_NEAR(components.explained[0], 1, 1e-12);
  CHECK_EQ(components.explained[1], 0.0);
  CHECK_NEAR(components.project(table.row(2))[0], 5, 1e-12);
  CHECK_NEAR(components.project(table.row(0))[0], -5, 1e-12);
  CHECK_EQ(components.project(table.row(0))[1], 0.0);
}

TEST(principal_components, are_eigenvectors_of_the_covariance) {
  TorchRandom random(3);
  for (const std::size_t rows : {5U, 32U}) {
    Tensor table({rows, 16});
    random.fill_normal(table.data(), table.size());
    const PrincipalComponents components = principal_components(table);
    CHECK_NEAR(product(components.axes[0], components.axes[0]), 1, 1e-12);
    CHECK_NEAR(product(components.axes[1], components.axes[1]), 1, 1e-12);
    CHECK_NEAR(product(components.axes[0], components.axes[1]), 0, 1e-12);
    CHECK(components.explained[0] > components.explained[1]);
    for (const std::vector<double>& axis : components.axes) {
      const std::vector<double> image = covariance_times(table, components, axis);
      const double value = product(image, axis);
      for (std::size_t j = 0; j < 16; ++j) CHECK_NEAR(image[j], value * axis[j], 1e-10 * value);
      CHECK(components.project(table.row(rows - 1))[0] >= 0);
    }
  }
}

TEST(principal_components, of_rows_that_are_alike_are_nothing) {
  const PrincipalComponents components = principal_components(Tensor({4, 3}));
  CHECK_EQ(components.explained[0], 0.0);
  CHECK_EQ(components.project(Tensor({1, 3}).row(0))[0], 0.0);
  CHECK_EQ(principal_components(Tensor({1, 3})).explained[0], 0.0);
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
