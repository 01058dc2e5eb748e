// The gradients of a model, whatever their form: one number, a whole one, and clipping.
#pragma once

#include "core/sums.h"
#include "models/model.h"

#include <algorithm>
#include <cmath>

// One number of a parameter's gradient, as the last backward pass and clipping left it.
template <class Real>
Real gradient_at(const Model<Real>& model, const Parameter<Real>& of, std::size_t row,
                 std::size_t col) {
  const TensorOf<Real>* w = model.grad_row(of);
  return w == nullptr ? of.grad.row(row)[col] : of.grad[row] * (*w)[col];
}

// All of them, of the parameter's shape.
template <class Real>
TensorOf<Real> gradient(const Model<Real>& model, const Parameter<Real>& of) {
  TensorOf<Real> whole(of.value.shape());
  for (std::size_t r = 0; r < whole.rows(); ++r) {
    for (std::size_t j = 0; j < whole.cols(); ++j) whole.row(r)[j] = gradient_at(model, of, r, j);
  }
  return whole;
}

// Where the norm of all gradients, the root of the sum of all their squares, is above `most`: makes
// it `most`, as torch.nn.utils.clip_grad_norm_ does. The model keeps the factor.
//   factor = min(1, most / (norm + 1e-6))
template <class Real>
void clip_gradient(Model<Real>& model, double most) {
  double squares = 0;
  for (const Parameter<Real>* parameter : model.parameters()) {
    const TensorOf<Real>* w = model.grad_row(*parameter);
    squares += sum_of_squares(parameter->grad) * (w == nullptr ? 1 : sum_of_squares(*w));
  }
  model.clip_factor = std::min(most / (std::sqrt(squares) + 1e-6), 1.0);
  if (model.clip_factor == 1) return;
  for (Parameter<Real>* parameter : model.parameters()) {
    scale(parameter->grad, static_cast<Real>(model.clip_factor));
  }
}
