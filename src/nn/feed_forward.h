// The feed-forward layer of a block: each place by itself, twice linear with SiLU between (Vaswani
// et al. 2017, section 3.3, with the SiLU of Elfwing et al. 2018 instead of a ReLU, whose kink
// makes two machines' rounding grow apart).
#pragma once

#include "core/elementary.h"
#include "nn/block_weights.h"
#include "nn/linear.h"

// sigmoid[n][j] = 1 / (1 + e^-z[n][j])        a = z sigmoid
//   z (N, F)  ->  sigmoid, a (N, F)
template <class Real>
void silu_forward(TensorOf<Real>& a, TensorOf<Real>& sigmoid, const TensorOf<Real>& z) {
  a.resize_rows(z.rows());
  sigmoid.resize_rows(z.rows());
  parts_apart(z.size(), 24 * z.size(), [&](const Part& part) {
    for (std::size_t i = part.first; i < part.last; ++i) sigmoid[i] = -z[i];
    exp_each(sigmoid.data() + part.first, part.last - part.first);
    for (std::size_t i = part.first; i < part.last; ++i) {
      sigmoid[i] = 1 / (1 + sigmoid[i]);
      a[i] = z[i] * sigmoid[i];
    }
  });
}

// dz = da (sigmoid + z sigmoid (1 - sigmoid))        in place of da
//   da, z, sigmoid (N, F)  ->  dz (N, F)
template <class Real>
void silu_backward(TensorOf<Real>& da, const TensorOf<Real>& sigmoid, const TensorOf<Real>& z) {
  each_apart(da.size(), 8 * da.size(),
             [&](std::size_t i) { da[i] *= sigmoid[i] * (1 + z[i] * (1 - sigmoid[i])); });
}

// The forward pass saves what the backward pass needs.
template <class Real>
class FeedForward {
 public:
  explicit FeedForward(std::size_t d_ff) : z_({0, d_ff}), sigmoid_({0, d_ff}), a_({0, d_ff}) {}

  // z = x w1ᵀ + b1        a = SiLU(z)        y = a w2ᵀ + b2
  //   x (N, D)  ->  y (N, D)
  void forward(TensorOf<Real>& y, const TensorOf<Real>& x, const FeedForwardWeights<Real>& w) {
    linear_forward(z_, x, w.linear1.weight.value, w.linear1.bias.value);
    silu_forward(a_, sigmoid_, z_);
    linear_forward(y, a_, w.linear2.weight.value, w.linear2.bias.value);
  }

  //   dy (N, D), x as in the forward pass  ->  dx (N, D), the gradients of w; da (N, F) is room
  void backward(TensorOf<Real>& dx, const TensorOf<Real>& dy, const TensorOf<Real>& x,
                FeedForwardWeights<Real>& w, TensorOf<Real>& da) {
    linear_backward(da, w.linear2.weight.grad, w.linear2.bias.grad, dy, a_, w.linear2.weight.value);
    silu_backward(da, sigmoid_, z_);
    linear_backward(dx, w.linear1.weight.grad, w.linear1.bias.grad, da, x, w.linear1.weight.value);
  }

  const TensorOf<Real>& z() const { return z_; }
  const TensorOf<Real>& a() const { return a_; }

  template <class Count, class Visit>
  void each_buffer(Count tokens, const Visit& visit) {
    for (TensorOf<Real>* tensor : {&z_, &sigmoid_, &a_}) visit(*tensor, tokens);
  }

 private:
  TensorOf<Real> z_;        // (N, F)
  TensorOf<Real> sigmoid_;  // (N, F): 1 / (1 + e^-z)
  TensorOf<Real> a_;        // (N, F)
};
