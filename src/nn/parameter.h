// A trainable tensor: its name in PyTorch's state dict, its value and its gradient.
#pragma once

#include "core/tensor.h"

#include <string>
#include <utility>
#include <vector>

struct Parameter {
  Parameter(std::string parameter_name, const std::vector<std::size_t>& shape)
      : name(std::move(parameter_name)), value(shape), grad(shape) {}

  std::string name;
  Tensor value;
  Tensor grad;  // of value's shape; backward passes add to it
};

// The model's parameters in their one order, which the optimizer's state follows.
using Parameters = std::vector<Parameter*>;
