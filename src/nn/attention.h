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

// s = q kᵀ - slope |i - j|        p = softmax of s        o = p v
//   q, k, v (L, W), q already divided by sqrt(W)  ->  p (L, L), o (L, W)
template <class Real>
void attention_forward(const View<Real>& o, const View<Real>& p, const View<const Real>& q,
                       const View<const Real>& k, const View<const Real>& v,
                       const Sight<Real>& sight) {
  set_product(p, q, transposed(k));
  for (std::size_t i = 0; i < p.rows && sight.slope != 0; ++i) {
    for (std::size_t j = 0; j < p.cols; ++j) {
      p(i, j) -= sight.slope * static_cast<Real>(i < j ? j - i : i - j);
    }
  }
  softmax_forward(p, sight.causal);
  set_product(o, View<const Real>(p), v);
}

// dv = pᵀ do        dp = do vᵀ        ds = softmax backward of dp
// dq = ds k         dk = dsᵀ q
//   d_o (do is a word of C++), q, k, v (L, W), p (L, L)
//   ->  dq, dk, dv (L, W); ds (L, L) is room for dp and ds
// What is subtracted for distance is fixed, and what is not seen has the share 0: neither appears.
template <class Real>
void attention_backward(const View<Real>& dq, const View<Real>& dk, const View<Real>& dv,
                        const View<Real>& ds, const View<const Real>& d_o,
                        const View<const Real>& p, const View<const Real>& q,
                        const View<const Real>& k, const View<const Real>& v) {
  set_product(dv, transposed(p), d_o);
  set_product(ds, d_o, transposed(v));  // dp
  softmax_backward(ds, p);
  set_product(dq, View<const Real>(ds), k);
  set_product(dk, transposed(View<const Real>(ds)), q);
}
