#include "core/strict_float.h"

#include "nn/linear.h"

#include <array>

float dot(const float* a, const float* b, std::size_t n) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sum{};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sum[k] += a[i + k] * b[i + k];
  }
  for (std::size_t k = 0; i + k < n; ++k) sum[k] += a[i + k] * b[i + k];
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

void linear_forward(Tensor& y, const Tensor& x, const Tensor& w, const Tensor& b) {
  y.resize_rows(x.rows());
  for (std::size_t n = 0; n < x.rows(); ++n) y[n] = dot(x.row(n), w.data(), x.cols()) + b[0];
}

void linear_backward(Tensor& dx, Tensor& dw, Tensor& db, const Tensor& dy, const Tensor& x,
                     const Tensor& w) {
  dx.resize_rows(x.rows());
  const std::size_t d_model = x.cols();
  const float* w_row = w.data();
  float* dw_row = dw.data();
  for (std::size_t n = 0; n < x.rows(); ++n) {
    const float dy_n = dy[n];
    const float* x_n = x.row(n);
    float* dx_n = dx.row(n);
    for (std::size_t j = 0; j < d_model; ++j) dx_n[j] = dy_n * w_row[j];
    for (std::size_t j = 0; j < d_model; ++j) dw_row[j] += dy_n * x_n[j];
    db[0] += dy_n;
  }
}
