// Scaled dot-product attention of one head, within one sequence of L places (Vaswani et al. 2017,
// equation 1): each place asks with its query q, is answered by the values v of all places, and
// listens to each as far as its key k fits the question.
#pragma once

#include "core/matmul.h"
#include "nn/softmax.h"

// How a head sees its sequence.
template <class Real>
struct Sight {
  bool causal;  // no place sees a later one
  Real slope;   // ALiBi's: a score sinks by so much with each place of distance (Press et al. 2022)
};

// What place i sees of n: all, or those up to itself.
template <class Real>
std::size_t seen_by(const Sight<Real>& sight, std::size_t i, std::size_t n) {
  return sight.causal ? i + 1 : n;
}

// s = q kᵀ - slope |i - j|        p[i] = softmax of what i sees of s[i]        o = p v
//   q, k, v (L, W), q already divided by sqrt(W)  ->  p (L, L), o (L, W)
template <class Real>
void attention_forward(const View<Real>& o, const View<Real>& p, const View<const Real>& q,
                       const View<const Real>& k, const View<const Real>& v,
                       const Sight<Real>& sight) {
  set_product(p, q, transposed(k));
  for (std::size_t i = 0; i < p.rows; ++i) {
    Real* row = &p(i, 0);
    const std::size_t seen = seen_by(sight, i, p.cols);
    for (std::size_t j = 0; j < seen && sight.slope != 0; ++j) {
      row[j] -= sight.slope * static_cast<Real>(i < j ? j - i : i - j);
    }
    softmax_forward(row, seen);
    std::fill(row + seen, row + p.cols, Real{0});
  }
  set_product(o, View<const Real>(p), v);
}

// dp = do vᵀ        dv = pᵀ do        ds[i] = softmax backward of dp[i]        dq = ds k, dk = dsᵀ
// q
//   d_o (L, W), p (L, L), q, k, v (L, W)  ->  dq, dk, dv (L, W); ds (L, L) is room for dp and ds
template <class Real>
void attention_backward(const View<Real>& dq, const View<Real>& dk, const View<Real>& dv,
                        const View<Real>& ds, const View<const Real>& d_o,
                        const View<const Real>& p, const View<const Real>& q,
                        const View<const Real>& k, const View<const Real>& v) {
  set_product(ds, d_o, transposed(v));
  set_product(dv, transposed(p), d_o);
  // Where a place sees nothing, p is 0, and so is ds.
  for (std::size_t i = 0; i < p.rows; ++i) softmax_backward(&ds(i, 0), &p(i, 0), p.cols);
  set_product(dq, View<const Real>(ds), k);
  set_product(dk, transposed(View<const Real>(ds)), q);
}
