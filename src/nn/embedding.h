// Embedding: each id is looked up in a table of vectors. The vectors of a token and of its position
// are added: x = E[t] + P[i] (Gehring et al. 2017, section 3.1).
#pragma once

#include "core/sums.h"

// x[n] = table[ids[n]]
//   table (R, D), ids (N)  ->  x (N, D)
template <class Real>
void embedding_forward(TensorOf<Real>& x, const TensorOf<Real>& table, const Ids& ids) {
  assert(x.cols() == table.cols());
  x.resize_rows(ids.size());
  for (std::size_t n = 0; n < ids.size(); ++n) {
    const Real* row = table.row(static_cast<std::size_t>(ids[n]));
    std::copy(row, row + table.cols(), x.row(n));
  }
}

// dtable[r] += sum over all n with ids[n] = r of dx[n]
//   dx (N, D), ids (N)  ->  dtable (R, D)
template <class Real>
void embedding_backward(TensorOf<Real>& dtable, const TensorOf<Real>& dx, const Ids& ids) {
  assert(dx.rows() == ids.size() && dx.cols() == dtable.cols());
  for (std::size_t n = 0; n < ids.size(); ++n) {
    Real* row = dtable.row(static_cast<std::size_t>(ids[n]));
    for (std::size_t j = 0; j < dx.cols(); ++j) row[j] += dx.row(n)[j];
  }
}

// x[n] += p[n]        backward: both terms have the gradient dx as it is, so there is no function
//   x (N, D), p (N, D)
template <class Real>
void sum_forward(TensorOf<Real>& x, const TensorOf<Real>& p) {
  assert(x.shape() == p.shape());
  each_apart(x.size(), 4 * x.size(), [&](std::size_t i) { x[i] += p[i]; });
}
