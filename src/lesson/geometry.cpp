#include "core/strict_float.h"

#include "lesson/geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

// A symmetric matrix, turned until only its eigenvalues are left, on its diagonal; the columns of
// `vectors` are the eigenvectors.
struct Eigen {
  TensorOf<double> matrix;
  TensorOf<double> vectors;

  double value(std::size_t k) const { return matrix.row(k)[k]; }
};

// Rotates rows and columns p and q so that the element between them vanishes (Golub and Van Loan,
// Matrix Computations, section 8.5).
void rotate(Eigen& eigen, std::size_t p, std::size_t q) {
  TensorOf<double>& matrix = eigen.matrix;
  const double between = matrix.row(p)[q];
  if (between == 0) return;
  const double theta = (eigen.value(q) - eigen.value(p)) / (2 * between);
  const double sign = theta < 0 ? -1 : 1;
  const double t = sign / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1);
  const double s = t * c;
  const auto turn = [&](double& a, double& b) {
    const double old = a;
    a = c * old - s * b;
    b = s * old + c * b;
  };
  for (std::size_t k = 0; k < matrix.rows(); ++k) {
    turn(matrix.row(k)[p], matrix.row(k)[q]);
    turn(eigen.vectors.row(k)[p], eigen.vectors.row(k)[q]);
  }
  for (std::size_t k = 0; k < matrix.rows(); ++k) turn(matrix.row(p)[k], matrix.row(q)[k]);
  matrix.row(p)[q] = matrix.row(q)[p] = 0;
}

Eigen eigen_of(const TensorOf<double>& matrix) {
  constexpr int kSweeps = 30;  // it converges quadratically: ten suffice by far
  Eigen eigen = {matrix, TensorOf<double>(matrix.shape())};
  for (std::size_t i = 0; i < matrix.rows(); ++i) eigen.vectors.row(i)[i] = 1;
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t p = 0; p < matrix.rows(); ++p) {
      for (std::size_t q = p + 1; q < matrix.rows(); ++q) rotate(eigen, p, q);
    }
  }
  return eigen;
}

std::vector<double> mean_row(const Tensor& table) {
  std::vector<double> center(table.cols());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.cols(); ++j) center[j] += table.row(i)[j];
  }
  for (double& value : center) value /= static_cast<double>(table.rows());
  return center;
}

// products[a][b] = row a · row b
//   table (R, D)  ->  products (R, R)
template <class Real>
TensorOf<double> inner_products(const TensorOf<Real>& table) {
  const std::size_t rows = table.rows();
  TensorOf<double> products({rows, rows});
  for (std::size_t a = 0; a < rows; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (std::size_t j = 0; j < table.cols(); ++j) {
        sum += static_cast<double>(table.row(a)[j]) * table.row(b)[j];
      }
      products.row(a)[b] = products.row(b)[a] = sum;
    }
  }
  return products;
}

}  // namespace

double product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double length_of(const std::vector<double>& vector) { return std::sqrt(product(vector, vector)); }

std::vector<double> of_length_one(std::vector<double> vector) {
  const double length = length_of(vector);
  for (double& value : vector) value = length > 0 ? value / length : 0;
  return vector;
}

TensorOf<double> similarities(const Tensor& table) {
  const std::size_t rows = table.rows();
  const TensorOf<double> products = inner_products(table);
  TensorOf<double> cosines({rows, rows});
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < rows; ++j) {
      const double norms = std::sqrt(products.row(i)[i]) * std::sqrt(products.row(j)[j]);
      cosines.row(i)[j] = norms > 0 ? products.row(i)[j] / norms : 0;
    }
  }
  return cosines;
}

Tensor rows_of(const Tensor& table, const std::vector<std::size_t>& rows) {
  Tensor result({rows.size(), table.cols()});
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::copy_n(table.row(rows[k]), table.cols(), result.row(k));
  }
  return result;
}

std::vector<double> distances(const Tensor& a, const Tensor& b) {
  std::vector<double> result(a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < a.cols(); ++k) {
      const double difference = static_cast<double>(a.row(i)[k]) - b.row(i)[k];
      sum += difference * difference;
    }
    result[i] = std::sqrt(sum);
  }
  return result;
}

std::array<double, 2> Axes::components(const std::vector<double>& vector) const {
  return {product(vector, directions[0]), product(vector, directions[1])};
}

std::array<double, 2> Axes::project(const float* row) const {
  std::vector<double> from_center(row, row + center.size());
  for (std::size_t j = 0; j < center.size(); ++j) from_center[j] -= center[j];
  return components(from_center);
}

Axes axes_along(const std::vector<double>& first, const Tensor& table) {
  Axes axes = {mean_row(table), {of_length_one(first), std::vector<double>(table.cols())}};
  TensorOf<double> rest({table.rows(), table.cols()});
  double variance = 0;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const double along = axes.project(table.row(i))[0];
    for (std::size_t j = 0; j < table.cols(); ++j) {
      const double from_center = table.row(i)[j] - axes.center[j];
      variance += from_center * from_center;
      rest.row(i)[j] = from_center - along * axes.directions[0][j];
    }
  }
  const Eigen eigen = eigen_of(inner_products(rest));
  std::size_t k = 0;
  for (std::size_t i = 1; i < rest.rows(); ++i) k = eigen.value(i) > eigen.value(k) ? i : k;
  if (!(eigen.value(k) > variance * 1e-12)) return axes;  // nothing but rounding is left
  // The rows, weighted by the eigenvector, add up to the direction.
  const double sign = eigen.vectors.row(table.rows() - 1)[k] < 0 ? -1 : 1;
  std::vector<double> sum(table.cols());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.cols(); ++j) {
      sum[j] += sign * eigen.vectors.row(i)[k] * rest.row(i)[j];
    }
  }
  axes.directions[1] = of_length_one(sum);
  return axes;
}
