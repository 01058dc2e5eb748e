// A model's tensor: its name in PyTorch's state dict, its value and its gradient.
#pragma once

#include "core/tensor.h"

#include <string>
#include <utility>
#include <vector>

template <class Real>
struct Parameter {
  Parameter(std::string parameter_name, const std::vector<std::size_t>& shape)
      : name(std::move(parameter_name)), value(shape), grad(shape) {}

  std::string name;
  TensorOf<Real> value;
  TensorOf<Real> grad;
};

// A model's parameters in one fixed order: Adam, files, traces and checks all use it.
template <class Real>
using Parameters = std::vector<Parameter<Real>*>;
template <class Real>
using ConstParameters = std::vector<const Parameter<Real>*>;
