// Linear least squares.
#pragma once

#include "core/tensor.h"

#include <vector>

// How well one number can be read off rows of numbers by a linear layer: the share of the variance
// of y that x·w + b explains, R² = 1 - sum of (y - x·w - b)² / sum of (y - mean)², with the w and b
// of the least
//   sum of (y - x·w - b)² + ridge (sum of x² / D) |w|²
// The ridge, a small number such as 1e-4, keeps w from reading rounding noise where the rows are
// all but equal. 0 where x is 0.
//   x (N, D), y (N)  ->  R²
double explained_share(const TensorOf<double>& x, const std::vector<double>& y, double ridge);
