#include "core/strict_float.h"

#include "core/statistics.h"

#include "core/matmul.h"
#include "core/sums.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

using Matrix = TensorOf<double>;

// Each less the mean of all.
std::vector<double> centered(std::vector<double> values) {
  const double mean = statistics::mean(values);
  for (double& value : values) value -= mean;
  return values;
}

double sum_of_products(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Each less the mean of its column.
Matrix centered(const Matrix& x) {
  Matrix result = x;
  for (std::size_t j = 0; j < x.cols(); ++j) {
    const double mean = sum_of<double>(x.rows(), [&](std::size_t n) { return x.row(n)[j]; }) /
                        static_cast<double>(x.rows());
    for (std::size_t n = 0; n < x.rows(); ++n) result.row(n)[j] -= mean;
  }
  return result;
}

// a = l lᵀ, l in the lower triangle of a, whose upper is not touched (Cholesky).
//   a (D, D), positive definite
void decompose(Matrix& a) {
  for (std::size_t j = 0; j < a.rows(); ++j) {
    for (std::size_t k = 0; k < j; ++k) {
      for (std::size_t i = j; i < a.rows(); ++i) a.row(i)[j] -= a.row(i)[k] * a.row(j)[k];
    }
    const double root = std::sqrt(a.row(j)[j]);
    for (std::size_t i = j; i < a.rows(); ++i) a.row(i)[j] /= root;
  }
}

// l lᵀ w = b, solved forward and then backward.
//   l (D, D), b (D)  ->  w, in the place of b
void solve(const Matrix& l, std::vector<double>& b) {
  for (std::size_t i = 0; i < b.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= l.row(i)[k] * b[k];
    b[i] /= l.row(i)[i];
  }
  for (std::size_t i = b.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < b.size(); ++k) b[i] -= l.row(k)[i] * b[k];
    b[i] /= l.row(i)[i];
  }
}

// (xᵀ x + penalty) w = xᵀ y
std::vector<double> weights_of(const Matrix& x, const std::vector<double>& y, double penalty) {
  Matrix squares({x.cols(), x.cols()});
  set_product(view(squares), transposed(view(x)), view(x));
  for (std::size_t i = 0; i < x.cols(); ++i) squares.row(i)[i] += penalty;
  std::vector<double> w(x.cols());
  for (std::size_t n = 0; n < x.rows(); ++n) add_scaled(w.data(), y[n], x.row(n), w.size());
  decompose(squares);
  solve(squares, w);
  return w;
}

}  // namespace

double statistics::mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double statistics::standard_deviation(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const std::vector<double> rest = centered(values);
  return std::sqrt(sum_of_products(rest, rest) / static_cast<double>(values.size() - 1));
}

double statistics::correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = centered(a);
  const std::vector<double> y = centered(b);
  return sum_of_products(x, y) /
         (std::sqrt(sum_of_products(x, x)) * std::sqrt(sum_of_products(y, y)));
}

double statistics::percentile(const std::vector<double>& sorted, double p) {
  const double place = p / 100 * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = place - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

// The k-th of n + 1 lies at k (count - 1) / n, rounded down. Quotient and remainder apart, no
// product is larger than count or n^2.
std::vector<std::size_t> statistics::evenly_spread(std::size_t count, std::size_t most) {
  std::vector<std::size_t> chosen(std::min(count, most));
  if (chosen.size() < 2) return chosen;
  const std::size_t n = chosen.size() - 1;
  const std::size_t quotient = (count - 1) / n;
  const std::size_t remainder = (count - 1) % n;
  for (std::size_t k = 0; k <= n; ++k) chosen[k] = k * quotient + k * remainder / n;
  return chosen;
}

double explained_share(const TensorOf<double>& x, const std::vector<double>& y, double ridge) {
  const double penalty = ridge * dot(x.data(), x.data(), x.size()) / static_cast<double>(x.cols());
  if (!(penalty > 0)) return 0;
  std::vector<double> rest = centered(y);
  const double all = dot(rest.data(), rest.data(), rest.size());
  const Matrix rows = centered(x);
  const std::vector<double> w = weights_of(rows, rest, penalty);
  for (std::size_t n = 0; n < rest.size(); ++n) rest[n] -= dot(rows.row(n), w.data(), w.size());
  return 1 - dot(rest.data(), rest.data(), rest.size()) / all;
}
