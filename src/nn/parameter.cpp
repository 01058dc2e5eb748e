#include "core/strict_float.h"

#include "nn/parameter.h"

float Gradient::at(std::size_t row, std::size_t col) const { return scale[row] * direction[col]; }

Tensor Gradient::full() const {
  Tensor grad({scale.rows(), direction.rows()});
  for (std::size_t r = 0; r < grad.rows(); ++r) {
    for (std::size_t j = 0; j < grad.cols(); ++j) grad.row(r)[j] = at(r, j);
  }
  return grad;
}
