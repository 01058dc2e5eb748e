#include "core/strict_float.h"

#include "lesson/geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace {

// A symmetric matrix and its eigenvectors, the columns of `vectors`.
class Jacobi {
 public:
  explicit Jacobi(TensorOf<double> matrix)
      : n_(matrix.rows()), matrix_(std::move(matrix)), vectors_({n_, n_}) {
    for (std::size_t i = 0; i < n_; ++i) vectors_.row(i)[i] = 1;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      for (std::size_t p = 0; p < n_; ++p) {
        for (std::size_t q = p + 1; q < n_; ++q) rotate(p, q);
      }
    }
  }

  double value(std::size_t k) const { return matrix_.row(k)[k]; }
  double vector(std::size_t row, std::size_t k) const { return vectors_.row(row)[k]; }

 private:
  static constexpr int kSweeps = 30;  // it converges quadratically: ten suffice by far

  // Rotates rows and columns p and q so that the element between them vanishes (Golub and Van
  // Loan, Matrix Computations, section 8.5).
  void rotate(std::size_t p, std::size_t q) {
    const double between = matrix_.row(p)[q];
    if (between == 0) return;
    const double theta = (value(q) - value(p)) / (2 * between);
    const double sign = theta < 0 ? -1 : 1;
    const double t = sign / (std::abs(theta) + std::sqrt(theta * theta + 1));
    const double c = 1 / std::sqrt(t * t + 1);
    const double s = t * c;
    for (std::size_t k = 0; k < n_; ++k) turn(matrix_.row(k)[p], matrix_.row(k)[q], c, s);
    for (std::size_t k = 0; k < n_; ++k) turn(matrix_.row(p)[k], matrix_.row(q)[k], c, s);
    for (std::size_t k = 0; k < n_; ++k) turn(vectors_.row(k)[p], vectors_.row(k)[q], c, s);
    matrix_.row(p)[q] = matrix_.row(q)[p] = 0;
  }

  static void turn(double& a, double& b, double c, double s) {
    const double old = a;
    a = c * old - s * b;
    b = s * old + c * b;
  }

  std::size_t n_;
  TensorOf<double> matrix_;
  TensorOf<double> vectors_;
};

std::vector<double> mean_row(const Tensor& table) {
  std::vector<double> center(table.cols());
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.cols(); ++j) center[j] += table.row(i)[j];
  }
  for (double& value : center) value /= static_cast<double>(table.rows());
  return center;
}

// products[a][b] = (row a - center)·(row b - center)
//   table (R, D), center (D)  ->  products (R, R)
TensorOf<double> inner_products(const Tensor& table, const std::vector<double>& center) {
  const std::size_t rows = table.rows();
  TensorOf<double> products({rows, rows});
  for (std::size_t a = 0; a < rows; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (std::size_t j = 0; j < table.cols(); ++j) {
        sum += (table.row(a)[j] - center[j]) * (table.row(b)[j] - center[j]);
      }
      products.row(a)[b] = products.row(b)[a] = sum;
    }
  }
  return products;
}

}  // namespace

TensorOf<double> similarities(const Tensor& table) {
  const std::size_t rows = table.rows();
  const std::vector<double> origin(table.cols());
  const TensorOf<double> products = inner_products(table, origin);
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

std::array<double, 2> PrincipalComponents::project(const float* row) const {
  std::array<double, 2> coordinates{};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (std::size_t j = 0; j < center.size(); ++j) {
      coordinates[axis] += (row[j] - center[j]) * axes[axis][j];
    }
  }
  return coordinates;
}

PrincipalComponents principal_components(const Tensor& table) {
  const std::size_t rows = table.rows();
  PrincipalComponents result = {mean_row(table), {}, {}};
  const TensorOf<double> products = inner_products(table, result.center);
  const Jacobi eigen(products);
  double variance = 0;
  for (std::size_t i = 0; i < rows; ++i) variance += products.row(i)[i];

  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Of equal ones the first comes first, by whatever library.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return eigen.value(a) > eigen.value(b) || (eigen.value(a) == eigen.value(b) && a < b);
  });
  for (std::size_t axis = 0; axis < 2; ++axis) {
    std::vector<double>& direction = result.axes[axis];
    direction.assign(table.cols(), 0);
    if (axis >= rows || !(eigen.value(order[axis]) > variance * 1e-12)) continue;
    const std::size_t k = order[axis];
    // The rows, weighted by the eigenvector, add up to the axis; length sqrt(value).
    const double sign = eigen.vector(rows - 1, k) < 0 ? -1 : 1;
    const double scale = sign / std::sqrt(eigen.value(k));
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < table.cols(); ++j) {
        direction[j] += scale * eigen.vector(i, k) * (table.row(i)[j] - result.center[j]);
      }
    }
    result.explained[axis] = eigen.value(k) / variance;
  }
  return result;
}
