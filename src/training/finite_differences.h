// The gradient of a loss by differences, to compare with what a backward pass gives.
#pragma once

#include "core/tensor.h"

#include <cstddef>
#include <functional>

using Doubles = TensorOf<double>;
using Loss = std::function<double()>;

// h of the differences. What they leave out grows as h^2, their rounding as 1e-16 loss / h: at 1e-5
// both stay far below the tolerance, and errors below 1e-7.
constexpr double kStep = 1e-5;

// (loss(input + h e_i) - loss(input - h e_i)) / 2h        for every element i
inline Doubles differences(Doubles& input, const Loss& loss, double h) {
  Doubles numeric(input.shape());
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double kept = input[i];
    const double above = kept + h;
    const double below = kept - h;
    input[i] = above;
    const double loss_above = loss();
    input[i] = below;
    const double loss_below = loss();
    input[i] = kept;
    numeric[i] = (loss_above - loss_below) / (above - below);
  }
  return numeric;
}

// Where a loss turns sharply, as at a norm of two numbers that are nearly equal: those of h and
// h/2, put together so that what grows as h^2 is gone (Richardson 1911).
inline Doubles extrapolated(Doubles& input, const Loss& loss, double h) {
  const Doubles wide = differences(input, loss, h);
  Doubles narrow = differences(input, loss, h / 2);
  for (std::size_t i = 0; i < narrow.size(); ++i) narrow[i] = (4 * narrow[i] - wide[i]) / 3;
  return narrow;
}
