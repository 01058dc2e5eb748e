// Softmax: scores become shares, positive and of sum 1.
#pragma once

#include "core/exp_each.h"
#include "core/sums.h"

#include <algorithm>

// p[j] = e^p[j] / sum over i of e^p[i]        in place, n numbers
// The largest is subtracted first, which changes no share and keeps e^p[j] within range.
template <class Real>
void softmax_forward(Real* p, std::size_t n) {
  const Real largest = *std::max_element(p, p + n);
  for (std::size_t j = 0; j < n; ++j) p[j] -= largest;
  exp_each(p, n);
  const Real over_sum = 1 / sum_of<Real>(n, [=](std::size_t j) { return p[j]; });
  for (std::size_t j = 0; j < n; ++j) p[j] *= over_sum;
}

// A score raises its own share at the cost of all:
//   ds[j] = p[j] (dp[j] - sum over i of p[i] dp[i])        in place of dp
template <class Real>
void softmax_backward(Real* dp, const Real* p, std::size_t n) {
  const Real sum = dot(p, dp, n);
  for (std::size_t j = 0; j < n; ++j) dp[j] = p[j] * (dp[j] - sum);
}
