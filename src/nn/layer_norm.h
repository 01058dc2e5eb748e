// Layer norm: each row is moved to mean 0 and scaled to variance 1, then by weights (Ba et al.
// 2016).
#pragma once

#include "core/sums.h"
#include "nn/block_weights.h"

#include <cmath>

// What the backward pass needs of the forward pass.
template <class Real>
struct NormalisedRows {
  explicit NormalisedRows(std::size_t d_model) : x({0, d_model}), scale({0}) {}
  TensorOf<Real> x;      // (N, D): (x[n][j] - mean of x[n]) scale[n]
  TensorOf<Real> scale;  // (N): 1 / sqrt(variance of x[n] + 1e-5)
};

// y[n][j] = weight[j] (x[n][j] - mean[n]) / sqrt(variance[n] + 1e-5) + bias[j], with the biased
// variance, 1/D sum over j of (x[n][j] - mean[n])^2
//   x (N, D), weight (D), bias (D)  ->  y (N, D)
template <class Real>
void layer_norm_forward(TensorOf<Real>& y, NormalisedRows<Real>& normalised,
                        const TensorOf<Real>& x, const TensorOf<Real>& weight,
                        const TensorOf<Real>& bias) {
  const std::size_t d_model = x.cols();
  const Real over_d = 1 / static_cast<Real>(d_model);
  y.resize_rows(x.rows());
  normalised.x.resize_rows(x.rows());
  normalised.scale.resize_rows(x.rows());
  const Real* __restrict g = weight.data();
  const Real* __restrict b = bias.data();
  for (std::size_t n = 0; n < x.rows(); ++n) {
    const Real* __restrict in = x.row(n);
    Real* __restrict z = normalised.x.row(n);
    Real* __restrict out = y.row(n);
    const Real mean = over_d * sum_of<Real>(d_model, [=](std::size_t j) { return in[j]; });
    const Real variance = over_d * sum_of<Real>(d_model, [=](std::size_t j) {
                            return (in[j] - mean) * (in[j] - mean);
                          });
    const Real scale = 1 / std::sqrt(variance + static_cast<Real>(1e-5));
    normalised.scale[n] = scale;
    for (std::size_t j = 0; j < d_model; ++j) {
      z[j] = (in[j] - mean) * scale;
      out[j] = g[j] * z[j] + b[j];
    }
  }
}

// With z the normalised x and dz[n][j] = dy[n][j] weight[j]: a nudge of x[n][j] moves z[n][j], and
// through mean and variance every other z of the row, too. The means are over the row's i:
//   dx[n][j] = scale[n] (dz[n][j] - mean of dz[n][i] - z[n][j] mean of dz[n][i] z[n][i])
//   dweight[j] += sum over n of dy[n][j] z[n][j]
//   dbias[j] += sum over n of dy[n][j]
//   dy (N, D)  ->  dx (N, D), in the place of dy; dweight (D), dbias (D)
template <class Real>
void layer_norm_backward(TensorOf<Real>& dy, TensorOf<Real>& dweight, TensorOf<Real>& dbias,
                         const NormalisedRows<Real>& normalised, const TensorOf<Real>& weight) {
  const std::size_t d_model = dy.cols();
  const Real over_d = 1 / static_cast<Real>(d_model);
  const Real* __restrict g = weight.data();
  Real* __restrict dg = dweight.data();
  Real* __restrict db = dbias.data();
  for (std::size_t n = 0; n < dy.rows(); ++n) {
    const Real* __restrict z = normalised.x.row(n);
    Real* __restrict d = dy.row(n);
    for (std::size_t j = 0; j < d_model; ++j) {
      dg[j] += d[j] * z[j];
      db[j] += d[j];
      d[j] *= g[j];  // now dz
    }
    const Real mean = over_d * sum_of<Real>(d_model, [=](std::size_t j) { return d[j]; });
    const Real along_z = over_d * sum_of<Real>(d_model, [=](std::size_t j) { return d[j] * z[j]; });
    for (std::size_t j = 0; j < d_model; ++j) {
      d[j] = normalised.scale[n] * (d[j] - mean - z[j] * along_z);
    }
  }
}

// The forward pass saves what the backward pass needs.
template <class Real>
class LayerNorm {
 public:
  explicit LayerNorm(std::size_t d_model) : normalised_(d_model), y_({0, d_model}) {}

  //   x (N, D)  ->  y (N, D), valid until the next call
  const TensorOf<Real>& forward(const TensorOf<Real>& x, const NormWeights<Real>& w) {
    layer_norm_forward(y_, normalised_, x, w.weight.value, w.bias.value);
    return y_;
  }

  //   d (N, D): dy becomes dx; the gradients of w
  void backward(TensorOf<Real>& d, NormWeights<Real>& w) const {
    layer_norm_backward(d, w.weight.grad, w.bias.grad, normalised_, w.weight.value);
  }

  template <class Count, class Visit>
  void each_buffer(Count tokens, const Visit& visit) {
    for (TensorOf<Real>* tensor : {&normalised_.x, &normalised_.scale, &y_}) {
      visit(*tensor, tokens);
    }
  }

 private:
  NormalisedRows<Real> normalised_;
  TensorOf<Real> y_;
};
