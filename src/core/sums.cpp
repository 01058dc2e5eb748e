#include "core/strict_float.h"

#include "core/sums.h"

#include "core/multiversion.h"

namespace {

template <class Real>
inline double squared_distance_in_order(const Real* a, const float* b, std::size_t n) {
  return sum_of<double>(n, [=](std::size_t i) {
    const double difference = a[i] - static_cast<Real>(b[i]);
    return difference * difference;
  });
}

}  // namespace

POSEMBED_MULTIVERSION
float sum(const Tensor& x) {
  const float* terms = x.data();
  return sum_of<float>(x.size(), [=](std::size_t i) { return terms[i]; });
}

double sum(const TensorOf<double>& x) {
  return sum_of<double>(x.size(), [&](std::size_t i) { return x[i]; });
}

POSEMBED_MULTIVERSION
double squared_distance(const Tensor& a, const Tensor& b) {
  assert(a.size() == b.size());
  return squared_distance_in_order(a.data(), b.data(), a.size());
}

double squared_distance(const TensorOf<double>& a, const Tensor& b) {
  assert(a.size() == b.size());
  return squared_distance_in_order(a.data(), b.data(), a.size());
}
