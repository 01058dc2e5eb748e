// Mean squared error between what was predicted and what is true. The notebook masks padded places
// out of it; a batch of ours has none (data/batch.h), so all N places count.
#pragma once

#include "core/sums.h"

// loss = 1/N sum over n of (y[n] - targets[n])^2
//   y (N) or (N, 1), targets (N)  ->  loss
template <class Real>
double mse_forward(const TensorOf<Real>& y, const Tensor& targets) {
  return squared_distance(y, targets) / static_cast<double>(targets.size());
}

// dy[n] = 2/N (y[n] - targets[n])
//   y (N), targets (N)  ->  dy (N)
template <class Real>
void mse_backward(TensorOf<Real>& dy, const TensorOf<Real>& y, const Tensor& targets) {
  assert(y.size() == targets.size());
  dy.resize_rows(targets.size());
  const Real two_over_n = 2 / static_cast<Real>(targets.size());
  for (std::size_t n = 0; n < targets.size(); ++n) {
    dy[n] = two_over_n * (y[n] - static_cast<Real>(targets[n]));
  }
}
