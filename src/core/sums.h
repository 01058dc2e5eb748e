// Sums, each in one fixed order: what a compiler, a vector width or a number of threads would
// choose is not the same bits everywhere.
#pragma once

#include "core/strict_float.h"

#include "core/tensor.h"
#include "core/workers.h"

#include <array>

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
template <class Real>
Real sum(const TensorOf<Real>& x) {
  const Real* terms = x.data();
  return sum_of<Real>(x.size(), [=](std::size_t i) { return terms[i]; });
}

// sum over i of (a[i] - b[i])^2: the difference in a's precision, square and sum in double
template <class Real>
double squared_distance(const TensorOf<Real>& a, const Tensor& b) {
  assert(a.size() == b.size());
  return sum_of<double>(a.size(), [a = a.data(), b = b.data()](std::size_t i) {
    const double difference = a[i] - static_cast<Real>(b[i]);
    return difference * difference;
  });
}

// sum over i of x[i]^2, in double
template <class Real>
double sum_of_squares(const TensorOf<Real>& x) {
  return sum_of<double>(x.size(), [terms = x.data()](std::size_t i) {
    const double term = terms[i];
    return term * term;
  });
}

// x[i] = a x[i]
template <class Real>
void scale(TensorOf<Real>& x, Real a) {
  each_apart(x.size(), 4 * x.size(), [&](std::size_t i) { x[i] *= a; });
}

// y[j] += a x[j], for n numbers.
template <class Real>
inline void add_scaled(Real* __restrict y, Real a, const Real* __restrict x, std::size_t n) {
  for (std::size_t j = 0; j < n; ++j) y[j] += a * x[j];
}

// y[n][o] += b[o]
//   y (N, O), b (O)
template <class Real>
void add_to_rows(TensorOf<Real>& y, const TensorOf<Real>& b) {
  each_apart(y.rows(), 4 * y.size(), [&](std::size_t n) {
    for (std::size_t o = 0; o < y.cols(); ++o) y.row(n)[o] += b[o];
  });
}

// b[o] += sum over n of y[n][o], in the order of n
//   y (N, O)  ->  b (O)
template <class Real>
void add_rows(TensorOf<Real>& b, const TensorOf<Real>& y) {
  parts_apart(
      y.cols(), 4 * y.size(),
      [&](const Part& columns) {
        for (std::size_t n = 0; n < y.rows(); ++n) {
          for (std::size_t o = columns.first; o < columns.last; ++o) b[o] += y.row(n)[o];
        }
      },
      kLine);
}
