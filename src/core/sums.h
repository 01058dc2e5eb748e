// Sums and matrix products, each in one fixed order: what a compiler, a vector width or a number of
// threads would choose is not the same bits everywhere.
#pragma once

#include "core/strict_float.h"

#include "core/tensor.h"

#include <array>
#include <cassert>
#include <cstddef>

// term(0) + term(1) + ... + term(n - 1). Term i is added to partial sum i mod 8, and the eight are
// added in pairs at the end: an order that a compiler can keep in vector registers.
template <class Real, class Term>
inline Real sum_of(std::size_t n, const Term& term) {
  constexpr std::size_t kLanes = 8;
  std::array<Real, kLanes> sum{};
  const std::size_t whole = n / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sum[k] += term(i + k);
  }
  for (std::size_t i = whole; i < n; ++i) sum[i - whole] += term(i);
  for (std::size_t k = 0; k < 4; ++k) sum[k] += sum[k + 4];
  for (std::size_t k = 0; k < 2; ++k) sum[k] += sum[k + 2];
  return sum[0] + sum[1];
}

// a·b, both of n numbers.
template <class Real>
inline Real dot(const Real* a, const Real* b, std::size_t n) {
  return sum_of<Real>(n, [=](std::size_t i) { return a[i] * b[i]; });
}

// sum over i of x[i]
float sum(const Tensor& x);
double sum(const TensorOf<double>& x);

// sum over i of (a[i] - b[i])^2, in double
double squared_distance(const Tensor& a, const Tensor& b);
double squared_distance(const TensorOf<double>& a, const Tensor& b);

// y[j] += a x[j], for n numbers.
template <class Real>
inline void add_scaled(Real* __restrict y, Real a, const Real* __restrict x, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) y[j] += a * x[j];
}

// y[n][o] = x[n]·w[o]
//   x (N, I), w (O, I)  ->  y (N, O)
template <class Real>
void multiply_transposed(TensorOf<Real>& y, const TensorOf<Real>& x, const TensorOf<Real>& w) {
  assert(y.rows() == x.rows() && y.cols() == w.rows() && x.cols() == w.cols());
  for (std::size_t n = 0; n < x.rows(); ++n) {
    for (std::size_t o = 0; o < w.rows(); ++o) y.row(n)[o] = dot(x.row(n), w.row(o), x.cols());
  }
}

// dx[n][i] = sum over o of dy[n][o] w[o][i]
//   dy (N, O), w (O, I)  ->  dx (N, I)
template <class Real>
void multiply(TensorOf<Real>& dx, const TensorOf<Real>& dy, const TensorOf<Real>& w) {
  assert(dx.rows() == dy.rows() && dx.cols() == w.cols() && dy.cols() == w.rows());
  dx.fill(0);
  for (std::size_t n = 0; n < dy.rows(); ++n) {
    for (std::size_t o = 0; o < w.rows(); ++o) {
      add_scaled(dx.row(n), dy.row(n)[o], w.row(o), w.cols());
    }
  }
}

// dw[o][i] += sum over n of dy[n][o] x[n][i]
//   dy (N, O), x (N, I)  ->  dw (O, I)
template <class Real>
void add_transposed_product(TensorOf<Real>& dw, const TensorOf<Real>& dy, const TensorOf<Real>& x) {
  assert(dw.rows() == dy.cols() && dw.cols() == x.cols() && dy.rows() == x.rows());
  for (std::size_t n = 0; n < dy.rows(); ++n) {
    for (std::size_t o = 0; o < dw.rows(); ++o) {
      add_scaled(dw.row(o), dy.row(n)[o], x.row(n), x.cols());
    }
  }
}
