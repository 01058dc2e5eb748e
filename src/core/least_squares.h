// How well a linear layer could read a number off vectors.
#pragma once

#include "core/tensor.h"

#include <vector>

// R^2 of the linear layer y = x·w + b that fits best: the share of the targets' variance that it
// explains, 1 - sum of (y - target)^2 / sum of (target - mean target)^2. 0 where the targets or the
// rows do not differ.
//   x (N, D), targets (N)
// By the normal equations in double, (XᵀX + r I) w = Xᵀt for X and t less their means. The ridge
// r is 1e-4 of the columns' mean square, since without it rows that are all but equal, as after a
// collapse, would be read by their rounding errors.
double best_fit(const Tensor& x, const std::vector<double>& targets);
