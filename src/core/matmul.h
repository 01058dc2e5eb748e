// Matrix products, each in one fixed order (core/sums.h says why).
#pragma once

#include "core/sums.h"

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
