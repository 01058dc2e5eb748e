// Compares every hand-written backward pass with central differences of its forward pass.
#pragma once

#include "data/batch.h"
#include "models/position_predictor.h"

#include <cstddef>
#include <string>
#include <vector>

// The comparison of one gradient tensor.
struct GradientCheck {
  std::string pass;      // the layer, or "whole model"
  std::string gradient;  // of what: "dw", or a parameter's name
  std::size_t values;    // how many were compared: all of them
  double largest_error;  // relative to the largest gradient of the tensor
  std::size_t row;       // where the largest error is
  std::size_t col;
  double analytic;  // what the backward pass gives there
  double numeric;   // what the differences give there
  bool holds;
};

// The layers one by one, on fixed small tensors: embedding (lookup and sum), linear, masked MSE.
std::vector<GradientCheck> check_layers();

// The model from tokens to loss: every weight of every parameter, on one batch.
std::vector<GradientCheck> check_model(PositionPredictor& model, const Batch& batch);
