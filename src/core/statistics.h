// Statistics of results, and which to show.
#pragma once

#include "core/tensor.h"

#include <vector>

namespace statistics {

// The arithmetic mean; NaN of none.
double mean(const std::vector<double>& values);

// The sample standard deviation, sqrt(1/(n - 1) sum of (x - mean)^2); 0 of a single value.
double standard_deviation(const std::vector<double>& values);

// Pearson's correlation of pairs (a[i], b[i]); NaN where either is always the same.
double correlation(const std::vector<double>& a, const std::vector<double>& b);

// The p-th percentile, 0 <= p <= 100, of values that are sorted and at least one. Linear between
// neighbours: the value at place p/100 (n - 1), counted from 0 (definition 7 of Hyndman and Fan
// 1996; NumPy's and R's default).
double percentile(const std::vector<double>& sorted, double p);

// All of 0 to count - 1, or `most` of them, evenly spread, the first and the last included.
std::vector<std::size_t> evenly_spread(std::size_t count, std::size_t most);

}  // namespace statistics

// How well one number can be read off rows of numbers by a linear layer: the share of the variance
// of y that x·w + b explains, R² = 1 - sum of (y - x·w - b)² / sum of (y - mean)², with the w and b
// of the least
//   sum of (y - x·w - b)² + ridge (sum of x² / D) |w|²
// The ridge, a small number such as 1e-4, keeps w from reading rounding noise where the rows are
// all but equal. 0 where x is 0.
//   x (N, D), y (N)  ->  R²
double explained_share(const TensorOf<double>& x, const std::vector<double>& y, double ridge);
