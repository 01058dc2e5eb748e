// A gradient written out, for those who look at all of it.
#pragma once

#include "core/strict_float.h"

#include "nn/parameter.h"

// (R, D)
template <class Real>
TensorOf<Real> full_gradient(const Parameter<Real>& parameter) {
  TensorOf<Real> full(parameter.value.shape());
  for (std::size_t r = 0; r < full.rows(); ++r) {
    const auto [scale, direction] = parameter.grad.row(r);
    for (std::size_t j = 0; j < full.cols(); ++j) full.row(r)[j] = scale * direction[j];
  }
  return full;
}
