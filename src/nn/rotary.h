// Rotary encoding: queries and keys turn with their position, so that q·k depends on how far apart
// they are, not on where (Su et al. 2021, equation 34).
#pragma once

#include "core/elementary.h"
#include "core/view.h"
#include "nn/encoding.h"

// The angles of positions 0 to L - 1, for heads of width W.
template <class Real>
struct Rotation {
  Rotation(std::size_t positions, std::size_t width)
      : cosine({positions, width / 2}), sine({positions, width / 2}) {
    for (std::size_t k = 0; k < width / 2; ++k) {
      const double frequency = pair_frequency(k, width);
      for (std::size_t i = 0; i < positions; ++i) {
        const double angle = static_cast<double>(i) * frequency;
        cosine.row(i)[k] = static_cast<Real>(elementary::cos(angle));
        sine.row(i)[k] = static_cast<Real>(elementary::sin(angle));
      }
    }
  }

  TensorOf<Real> cosine;  // (L, W/2): of i 10000^(-2k / W)
  TensorOf<Real> sine;
};

// (x[2k], x[2k + 1]) turns by the angle of position i and pair k, in place:
//   x[2k] = x[2k] cos - x[2k + 1] sin        x[2k + 1] = x[2k] sin + x[2k + 1] cos
//   x (W)
// The backward pass turns the gradient back, by the negative angle: `direction` is 1 or -1.
template <class Real>
void rotate(Real* x, const Rotation<Real>& rotation, std::size_t i, Real direction) {
  const Real* cosine = rotation.cosine.row(i);
  const Real* sine = rotation.sine.row(i);
  for (std::size_t k = 0; k < rotation.cosine.cols(); ++k) {
    const Real a = x[2 * k];
    const Real b = x[2 * k + 1];
    x[2 * k] = a * cosine[k] - b * (direction * sine[k]);
    x[2 * k + 1] = a * (direction * sine[k]) + b * cosine[k];
  }
}
