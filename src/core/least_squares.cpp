#include "core/strict_float.h"

#include "core/least_squares.h"

#include "core/statistics.h"

#include <cassert>
#include <cmath>

namespace {

constexpr double kRidge = 1e-4;

// X: the rows less their mean row.
TensorOf<double> centered(const Tensor& x) {
  TensorOf<double> result({x.rows(), x.cols()});
  for (std::size_t j = 0; j < x.cols(); ++j) {
    double sum = 0;
    for (std::size_t n = 0; n < x.rows(); ++n) sum += x.row(n)[j];
    const double mean = sum / static_cast<double>(x.rows());
    for (std::size_t n = 0; n < x.rows(); ++n) result.row(n)[j] = x.row(n)[j] - mean;
  }
  return result;
}

// a (D, D), symmetric and positive definite, of which the lower half is read and becomes its
// Cholesky factor; b (D)  ->  the w with a w = b, in the place of b
void solve(TensorOf<double>& a, std::vector<double>& b) {
  for (std::size_t i = 0; i < b.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = a.row(i)[j];
      for (std::size_t k = 0; k < j; ++k) rest -= a.row(i)[k] * a.row(j)[k];
      a.row(i)[j] = i == j ? std::sqrt(rest) : rest / a.row(j)[j];
    }
    for (std::size_t k = 0; k < i; ++k) b[i] -= a.row(i)[k] * b[k];
    b[i] /= a.row(i)[i];
  }
  for (std::size_t i = b.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < b.size(); ++k) b[i] -= a.row(k)[i] * b[k];
    b[i] /= a.row(i)[i];
  }
}

}  // namespace

double best_fit(const Tensor& x, const std::vector<double>& targets) {
  assert(x.rows() == targets.size());
  const std::size_t d = x.cols();
  const TensorOf<double> rows = centered(x);
  const double mean = statistics::mean(targets);
  TensorOf<double> squares({d, d});
  std::vector<double> w(d);
  double variance = 0;
  for (std::size_t n = 0; n < rows.rows(); ++n) {
    const double* row = rows.row(n);
    const double t = targets[n] - mean;
    variance += t * t;
    for (std::size_t i = 0; i < d; ++i) {
      w[i] += row[i] * t;
      for (std::size_t j = 0; j <= i; ++j) squares.row(i)[j] += row[i] * row[j];
    }
  }
  double trace = 0;
  for (std::size_t i = 0; i < d; ++i) trace += squares.row(i)[i];
  if (variance == 0 || trace == 0) return 0;
  for (std::size_t i = 0; i < d; ++i) squares.row(i)[i] += kRidge * trace / static_cast<double>(d);
  solve(squares, w);
  double unexplained = 0;
  for (std::size_t n = 0; n < rows.rows(); ++n) {
    double error = mean - targets[n];
    for (std::size_t j = 0; j < d; ++j) error += rows.row(n)[j] * w[j];
    unexplained += error * error;
  }
  return 1 - unexplained / variance;
}
