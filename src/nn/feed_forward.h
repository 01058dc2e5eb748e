// The feed-forward layer of a block: each place by itself, twice linear with SiLU between (Vaswani
// et al. 2017, section 3.3, with the SiLU of Elfwing et al. 2018 instead of a ReLU, whose kink
// makes two machines' rounding grow apart).
#pragma once

#include "core/exp_each.h"
#include "nn/linear.h"
#include "nn/parameter.h"

#include <string>

// share[n][j] = 1 / (1 + e^-z[n][j])        a = z share
//   z (N, F)  ->  share, a (N, F)
template <class Real>
void silu_forward(TensorOf<Real>& a, TensorOf<Real>& share, const TensorOf<Real>& z) {
  a.resize_rows(z.rows());
  share.resize_rows(z.rows());
  for (std::size_t i = 0; i < z.size(); ++i) share[i] = -z[i];
  exp_each(share.data(), share.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    share[i] = 1 / (1 + share[i]);
    a[i] = z[i] * share[i];
  }
}

// dz = da (share + z share (1 - share))        in place of da
//   da, z, share (N, F)  ->  dz (N, F)
template <class Real>
void silu_backward(TensorOf<Real>& da, const TensorOf<Real>& share, const TensorOf<Real>& z) {
  for (std::size_t i = 0; i < da.size(); ++i) {
    da[i] *= share[i] * (1 + z[i] * (1 - share[i]));
  }
}

template <class Real>
struct FeedForwardWeights {
  FeedForwardWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : weight1(prefix + "linear1.weight", {d_ff, d_model}),
        bias1(prefix + "linear1.bias", {d_ff}),
        weight2(prefix + "linear2.weight", {d_model, d_ff}),
        bias2(prefix + "linear2.bias", {d_model}) {}

  Parameter<Real> weight1;
  Parameter<Real> bias1;
  Parameter<Real> weight2;
  Parameter<Real> bias2;
};

// The forward pass keeps what the backward pass needs.
template <class Real>
class FeedForward {
 public:
  explicit FeedForward(std::size_t d_ff) : z_({0, d_ff}), share_({0, d_ff}), a_({0, d_ff}) {}

  // z = x w1ᵀ + b1        a = SiLU(z)        y = a w2ᵀ + b2
  //   x (N, D)  ->  y (N, D)
  void forward(TensorOf<Real>& y, const TensorOf<Real>& x, const FeedForwardWeights<Real>& w) {
    linear_forward(z_, x, w.weight1.value, w.bias1.value);
    silu_forward(a_, share_, z_);
    linear_forward(y, a_, w.weight2.value, w.bias2.value);
  }

  //   dy (N, D), x as in the forward pass  ->  dx (N, D), the gradients of w; da (N, F) is room
  void backward(TensorOf<Real>& dx, const TensorOf<Real>& dy, const TensorOf<Real>& x,
                FeedForwardWeights<Real>& w, TensorOf<Real>& da) {
    linear_backward(da, w.weight2.grad, w.bias2.grad, dy, a_, w.weight2.value);
    silu_backward(da, share_, z_);
    linear_backward(dx, w.weight1.grad, w.bias1.grad, da, x, w.weight1.value);
  }

  void reserve(std::size_t places) {
    for (TensorOf<Real>* tensor : {&z_, &share_, &a_}) tensor->reserve_rows(places);
  }

  const TensorOf<Real>& z() const { return z_; }
  const TensorOf<Real>& a() const { return a_; }
  // How many numbers it keeps of the last forward pass.
  std::size_t kept() const { return z_.size() + share_.size() + a_.size(); }

 private:
  TensorOf<Real> z_;      // (N, F)
  TensorOf<Real> share_;  // (N, F): 1 / (1 + e^-z)
  TensorOf<Real> a_;      // (N, F)
};
