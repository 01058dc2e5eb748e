// Layer norm: each row is moved to mean 0 and scaled to variance 1, then by weights (Ba et al.
// 2016).
#pragma once

#include "core/sums.h"
#include "nn/block_weights.h"

#include <cmath>

// The forward pass saves what the backward pass needs.
template <class Real>
class LayerNorm {
 public:
  explicit LayerNorm(std::size_t d_model) : z_({0, d_model}), scale_({0}), y_({0, d_model}) {}

  // y[n][j] = weight[j] z[n][j] + bias[j], z[n][j] = (x[n][j] - mean[n]) / sqrt(variance[n] +
  // 1e-5), with the biased variance, 1/D sum over j of (x[n][j] - mean[n])^2
  //   x (N, D), weight (D), bias (D)  ->  y (N, D), valid until the next call
  const TensorOf<Real>& forward(const TensorOf<Real>& x, const WeightAndBias<Real>& w) {
    const std::size_t d_model = x.cols();
    const Real over_d = 1 / static_cast<Real>(d_model);
    for (TensorOf<Real>* tensor : {&z_, &scale_, &y_}) tensor->resize_rows(x.rows());
    const Real* __restrict g = w.weight.value.data();
    const Real* __restrict b = w.bias.value.data();
    each_apart(x.rows(), 20 * x.size(), [&](std::size_t n) {
      const Real* __restrict in = x.row(n);
      Real* __restrict z = z_.row(n);
      Real* __restrict out = y_.row(n);
      const Real mean = over_d * sum_of<Real>(d_model, [=](std::size_t j) { return in[j]; });
      const Real variance = over_d * sum_of<Real>(d_model, [=](std::size_t j) {
                              return (in[j] - mean) * (in[j] - mean);
                            });
      const Real scale = 1 / std::sqrt(variance + static_cast<Real>(1e-5));
      scale_[n] = scale;
      for (std::size_t j = 0; j < d_model; ++j) {
        z[j] = (in[j] - mean) * scale;
        out[j] = g[j] * z[j] + b[j];
      }
    });
    return y_;
  }

  // With dz[n][j] = dy[n][j] weight[j]: a nudge of x[n][j] moves z[n][j], and through mean and
  // variance every other z of the row, too. The means are over the row's i:
  //   dx[n][j] = scale[n] (dz[n][j] - mean of dz[n][i] - z[n][j] mean of dz[n][i] z[n][i])
  //   dweight[j] += sum over n of dy[n][j] z[n][j]
  //   dbias[j] += sum over n of dy[n][j]
  //   dy (N, D)  ->  dx (N, D), in the place of dy; dweight (D), dbias (D)
  void backward(TensorOf<Real>& dy, WeightAndBias<Real>& w) const {
    const std::size_t d_model = dy.cols();
    const Real over_d = 1 / static_cast<Real>(d_model);
    const Real* __restrict g = w.weight.value.data();
    Real* __restrict dg = w.weight.grad.data();
    Real* __restrict db = w.bias.grad.data();
    parts_apart(
        d_model, 8 * dy.size(),
        [&](const Part& columns) {
          for (std::size_t n = 0; n < dy.rows(); ++n) {
            const Real* __restrict z = z_.row(n);
            const Real* __restrict d = dy.row(n);
            for (std::size_t j = columns.first; j < columns.last; ++j) {
              dg[j] += d[j] * z[j];
              db[j] += d[j];
            }
          }
        },
        kLine);
    each_apart(dy.rows(), 16 * dy.size(), [&](std::size_t n) {
      const Real* __restrict z = z_.row(n);
      Real* __restrict d = dy.row(n);
      for (std::size_t j = 0; j < d_model; ++j) d[j] *= g[j];  // now dz
      const Real mean = over_d * sum_of<Real>(d_model, [=](std::size_t j) { return d[j]; });
      const Real along_z = over_d * dot(static_cast<const Real*>(d), z, d_model);
      for (std::size_t j = 0; j < d_model; ++j) d[j] = scale_[n] * (d[j] - mean - z[j] * along_z);
    });
  }

  template <class Count, class Visit>
  void each_buffer(Count tokens, const Visit& visit) {
    for (TensorOf<Real>* tensor : {&z_, &scale_, &y_}) visit(*tensor, tokens);
  }

 private:
  TensorOf<Real> z_;      // (N, D): the rows with mean 0 and variance 1
  TensorOf<Real> scale_;  // (N): 1 / sqrt(variance of x[n] + 1e-5)
  TensorOf<Real> y_;      // (N, D)
};
