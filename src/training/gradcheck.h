// Compares every hand-written backward pass with central differences of its forward pass, in
// double.
#pragma once

#include "data/batch.h"
#include "models/model.h"

#include <string>
#include <vector>

// The comparison of one gradient tensor.
struct GradientCheck {
  std::string pass;      // the layer, or the model
  std::string gradient;  // of what: "dw", or a parameter's name
  std::size_t values;    // how many were compared: all of them
  double largest_error;  // relative to the largest gradient of the tensor
  std::size_t row;       // where the largest error is
  std::size_t col;
  double analytic;  // what the backward pass gives there
  double numeric;   // what the differences give there
  bool holds;
};
using GradientChecks = std::vector<GradientCheck>;

inline void append(GradientChecks& all, const GradientChecks& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Compares the two element by element. A gradient that is not a number anywhere does not hold; nor
// does an error of more than a millionth of the largest gradient, unless it is no more than the
// `rounding` of the differences, below which they know nothing.
GradientCheck compare_gradients(const std::string& pass, const std::string& gradient,
                                const TensorOf<double>& analytic, const TensorOf<double>& numeric,
                                double rounding = 0);

// The layers one by one, on fixed small tensors: embedding, sum, linear, mean squared error, layer
// norm; softmax and self-attention with each encoding, causal or not; feed-forward, and the block
// with its norm in each place.
GradientChecks check_layers();

// The models from tokens to loss, with these weights, every one of them on one batch: both, or the
// transformer alone where there are layers.
GradientChecks check_models(const Model<float>& weights, const Batch& batch);
