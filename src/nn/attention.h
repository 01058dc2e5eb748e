// Scaled dot-product attention of one head, within one sequence of L tokens (Vaswani et al. 2017,
// equation 1): each asks with its query q, is answered by the values v of all, and listens to each
// as far as its key k fits the question. Forward from the top, backward from the bottom; each line
// back is the chain rule of its own line alone. A product c = a b sends back da = dc bᵀ and
// db = aᵀ dc (nn/LAYERS.md):
//
//   shape    forward                      backward
//   (L, W)   q = q / sqrt(W)              dq = dq / sqrt(W)        both in nn/self_attention.h
//   (L, L)   s = q kᵀ - slope |i - j|     dq = ds k                dk = dsᵀ q
//   (L, L)   p = softmax of s             ds = p (dp - sum over the row of p dp)
//   (L, W)   o = p v                      dp = do vᵀ               dv = pᵀ do
//
// q, k, v, o: queries, keys, values, outputs; s, p: scores, attention weights.
#pragma once

#include "core/matmul.h"
#include "nn/softmax.h"

// What the scores are told of positions.
template <class Real>
struct AttentionMask {
  bool causal;  // no token sees a later one
  Real slope;   // ALiBi's bias: what a score loses with each position of distance
};

// q, already divided, k, v (L, W)  ->  p (L, L), o (L, W)
template <class Real>
void attention_forward(const View<Real>& o, const View<Real>& p, const View<const Real>& q,
                       const View<const Real>& k, const View<const Real>& v,
                       const AttentionMask<Real>& mask) {
  set_product(p, q, transposed(k));
  for (std::size_t i = 0; i < p.rows && mask.slope != 0; ++i) {
    for (std::size_t j = 0; j < p.cols; ++j) {
      p(i, j) -= mask.slope * static_cast<Real>(i < j ? j - i : i - j);
    }
  }
  softmax_forward(p, mask.causal);
  set_product(o, View<const Real>(p), v);
}

// d_o (do is a word of C++), q, k, v (L, W), p (L, L)  ->  dq, dk, dv (L, W); ds (L, L) is room
// What is subtracted for distance is fixed, and what is masked has the weight 0: neither appears.
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
