// The matrix product, in one fixed order (core/sums.h says why).
#pragma once

#include "core/strict_float.h"

#include "core/view.h"

// c[i][j] += sum over k of a[i][k] b[k][j], added in the order of k
//   a (N, K), b (K, M)  ->  c (N, M)
template <class Real>
void add_product_plainly(View<Real> c, View<const Real> a, View<const Real> b) {
  assert(c.rows == a.rows && a.cols == b.rows && c.cols == b.cols);
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.cols; ++j) {
      for (std::size_t k = 0; k < a.cols; ++k) c(i, j) += a(i, k) * b(k, j);
    }
  }
}

// The same, to the last bit, faster (matmul.cpp). `set_product` begins with zero, whatever c holds.
void add_product(View<float> c, View<const float> a, View<const float> b);
void set_product(View<float> c, View<const float> a, View<const float> b);
void add_product(View<double> c, View<const double> a, View<const double> b);
void set_product(View<double> c, View<const double> a, View<const double> b);
