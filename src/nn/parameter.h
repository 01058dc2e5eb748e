// A model's tensor: its name in PyTorch's state dict, its value and its gradient.
#pragma once

#include "core/tensor.h"

#include <string>
#include <utility>
#include <vector>

enum class GradientKind {
  kDense,        // one number for each number of the parameter
  kOuterProduct  // each row is a multiple of one vector, so two vectors hold all of it
};

// The gradient of a parameter (R, D).
template <class Real>
struct Gradient {
  Gradient(const std::vector<std::size_t>& shape, GradientKind kind) {
    if (kind == GradientKind::kDense) {
      dense = TensorOf<Real>(shape);
    } else {
      scale = TensorOf<Real>({shape.at(0)});
      direction = TensorOf<Real>({shape.at(1)});
    }
  }

  // Row r, as a number times a vector (D).
  std::pair<Real, const Real*> row(std::size_t r) const {
    if (dense.size() != 0) return {1, dense.row(r)};
    return {scale[r], direction.data()};
  }

  TensorOf<Real> dense;      // (R, D); without values where it is an outer product:
  TensorOf<Real> scale;      // (R)    gradient[r][j] = scale[r] direction[j]
  TensorOf<Real> direction;  // (D)
};

template <class Real>
struct Parameter {
  Parameter(std::string parameter_name, const std::vector<std::size_t>& shape,
            GradientKind kind = GradientKind::kDense)
      : name(std::move(parameter_name)), value(shape), grad(shape, kind) {}

  std::string name;
  TensorOf<Real> value;
  Gradient<Real> grad;
};

// A model's parameters in one fixed order: Adam, files, traces and checks all use it.
template <class Real>
using Parameters = std::vector<Parameter<Real>*>;
template <class Real>
using ConstParameters = std::vector<const Parameter<Real>*>;
