// Central differences: the gradient of a function as its values tell it.
#pragma once

#include "core/sums.h"
#include "core/tensor.h"

#include <functional>
#include <vector>

using Doubles = TensorOf<double>;
using Loss = std::function<double()>;

// h of the differences. What they leave out grows as h^2, their rounding as 1e-16 loss / h: at 1e-5
// both stay far below the tolerance. Measured errors are below 1e-7.
inline constexpr double kStep = 1e-5;

// (loss(input + h e_i) - loss(input - h e_i)) / 2h        for every element i
inline Doubles differences(Doubles& input, const Loss& loss) {
  Doubles numeric(input.shape());
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double kept = input[i];
    const double above = kept + kStep;
    const double below = kept - kStep;
    input[i] = above;
    const double loss_above = loss();
    input[i] = below;
    const double loss_below = loss();
    input[i] = kept;
    numeric[i] = (loss_above - loss_below) / (above - below);
  }
  return numeric;
}

// Fixed values without symmetry, between -1 and 1: none equal, none the negative of another.
inline Doubles asymmetric(const std::vector<std::size_t>& shape, unsigned start) {
  Doubles tensor(shape);
  unsigned k = start;
  for (double& value : tensor) {
    k = (k * 37 + 11) % 211;
    value = k / 105.7 - 1;
  }
  return tensor;
}

// sum over n, j of u[n][j] y[n][j]: a loss whose gradient with respect to y is u.
inline double weighted_sum(const Doubles& u, const Doubles& y) {
  return dot(u.data(), y.data(), y.size());
}

// A gradient that is full beforehand, since backward passes of weights must add to what is there.
inline Doubles filled_beforehand(const Doubles& like) { return asymmetric(like.shape(), 3); }

inline Doubles what_was_added(const Doubles& gradient) {
  Doubles added = gradient;
  const Doubles before = filled_beforehand(gradient);
  for (std::size_t i = 0; i < added.size(); ++i) added[i] -= before[i];
  return added;
}
