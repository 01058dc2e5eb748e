// Softmax: each row of scores becomes weights, positive and of sum 1.
#pragma once

#include "core/elementary.h"
#include "core/sums.h"
#include "core/view.h"

#include <algorithm>

// What a row sees of its n columns: all, or with `causal` those up to its own.
inline std::size_t seen_by(std::size_t row, std::size_t n, bool causal) {
  return causal ? row + 1 : n;
}

// p[i][j] = e^s[i][j] / sum over the seen k of e^s[i][k], 0 where i does not see j
//   s (L, L), rows one after another  ->  p, in its place
// The largest of a row is subtracted first, which changes no weight and keeps e^s within range.
// exp_each goes over all rows at once: what is not seen is harmless before, and 0 after.
template <class Real>
void softmax_forward(const View<Real>& p, bool causal) {
  for (std::size_t i = 0; i < p.rows; ++i) {
    Real* row = &p(i, 0);
    const std::size_t seen = seen_by(i, p.cols, causal);
    const Real largest = *std::max_element(row, row + seen);
    for (std::size_t j = 0; j < seen; ++j) row[j] -= largest;
    std::fill(row + seen, row + p.cols, Real{0});
  }
  exp_each(p.data, p.rows * p.cols);
  for (std::size_t i = 0; i < p.rows; ++i) {
    Real* row = &p(i, 0);
    const std::size_t seen = seen_by(i, p.cols, causal);
    const Real over_sum = 1 / sum_of<Real>(seen, [=](std::size_t j) { return row[j]; });
    for (std::size_t j = 0; j < seen; ++j) row[j] *= over_sum;
    std::fill(row + seen, row + p.cols, Real{0});
  }
}

// A score raises its own weight at the cost of all of its row:
//   ds[i][j] = p[i][j] (dp[i][j] - sum over k of p[i][k] dp[i][k])
//   p, dp (L, L)  ->  ds, in the place of dp; 0 where i does not see j, since p is
template <class Real>
void softmax_backward(const View<Real>& dp, const View<const Real>& p) {
  for (std::size_t i = 0; i < p.rows; ++i) {
    const Real* __restrict weight = &p(i, 0);
    Real* __restrict d = &dp(i, 0);
    const Real sum = dot(weight, static_cast<const Real*>(d), p.cols);
    for (std::size_t j = 0; j < p.cols; ++j) d[j] = weight[j] * (d[j] - sum);
  }
}
