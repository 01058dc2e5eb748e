// A trainable tensor: its name in PyTorch's state dict, its value and its gradient.
#pragma once

#include "core/tensor.h"

#include <string>
#include <utility>
#include <vector>

// The gradient of a parameter (R, D). All that a step adds to its row r is a multiple of one
// vector, so it is an outer product, and is kept as its two factors instead of in full:
//   grad[r][j] = scale[r] direction[j]
struct Gradient {
  explicit Gradient(const Tensor& value) : scale({value.rows()}), direction({value.cols()}) {}

  float at(std::size_t row, std::size_t col) const;
  // All of it, (R, D).
  Tensor full() const;

  Tensor scale;      // (R)
  Tensor direction;  // (D)
};

struct Parameter {
  Parameter(std::string parameter_name, const std::vector<std::size_t>& shape)
      : name(std::move(parameter_name)), value(shape), grad(value) {}

  std::string name;
  Tensor value;
  Gradient grad;
};

// The model's parameters in their one order, which the optimizer's state follows.
using Parameters = std::vector<Parameter*>;
