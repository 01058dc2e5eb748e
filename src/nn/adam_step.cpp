#include "core/strict_float.h"

#include "nn/adam_step.h"

#include <cmath>

namespace {

// base^exponent by repeated squaring: the C libraries' pow differ in the last bit.
double power(double base, std::uint64_t exponent) {
  double result = 1;
  for (; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result *= base;
    base *= base;
  }
  return result;
}

// Step t of a warm-up takes t / warmup of the rate.
double rate_at(const AdamOptions& options, std::uint64_t t) {
  if (t >= options.warmup) return options.lr;
  return options.lr * (static_cast<double>(t) / static_cast<double>(options.warmup));
}

}  // namespace

// 1 - beta in double, then rounded, as Python hands it to PyTorch.
template <class Real>
AdamStep<Real>::AdamStep(const AdamOptions& options, std::uint64_t t)
    : beta2(static_cast<Real>(options.beta2)),
      one_minus_beta1(static_cast<Real>(1 - options.beta1)),
      one_minus_beta2(static_cast<Real>(1 - options.beta2)),
      step_size(static_cast<Real>(rate_at(options, t) / (1 - power(options.beta1, t)))),
      root_correction2(static_cast<Real>(std::sqrt(1 - power(options.beta2, t)))),
      over_root_correction2(1 / root_correction2),
      eps(static_cast<Real>(options.eps)) {}

template struct AdamStep<float>;
template struct AdamStep<double>;
