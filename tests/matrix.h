// Small tensors written out by hand.
#pragma once

#include "core/tensor.h"

#include <algorithm>
#include <cmath>
#include <vector>

template <class Real = float>
TensorOf<Real> matrix(const std::vector<std::vector<Real>>& rows) {
  TensorOf<Real> tensor({rows.size(), rows.at(0).size()});
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::copy(rows[r].begin(), rows[r].end(), tensor.row(r));
  }
  return tensor;
}

inline Tensor vector_of(const std::vector<float>& values) {
  Tensor tensor({values.size()});
  std::copy(values.begin(), values.end(), tensor.begin());
  return tensor;
}

inline bool same(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && std::equal(a.begin(), a.end(), b.begin());
}

// NaN is near nothing.
inline bool near(const Tensor& a, const Tensor& b, float tolerance = 1e-5F) {
  const auto within = [=](float x, float y) { return std::abs(x - y) <= tolerance; };
  return a.shape() == b.shape() && std::equal(a.begin(), a.end(), b.begin(), within);
}
