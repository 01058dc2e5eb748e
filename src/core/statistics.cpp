#include "core/strict_float.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

double statistics::mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double statistics::standard_deviation(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double center = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - center) * (value - center);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double statistics::correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double center_a = mean(a);
  const double center_b = mean(b);
  double products = 0;
  double squares_a = 0;
  double squares_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    products += (a[i] - center_a) * (b[i] - center_b);
    squares_a += (a[i] - center_a) * (a[i] - center_a);
    squares_b += (b[i] - center_b) * (b[i] - center_b);
  }
  return products / (std::sqrt(squares_a) * std::sqrt(squares_b));
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
