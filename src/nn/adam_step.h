// What Adam multiplies and divides by in one step.
#pragma once

#include "core/strict_float.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

// About so many multiply-adds of a matrix product take as long as the update of a weight.
inline constexpr std::size_t kUpdateWork = 16;

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  std::uint64_t warmup = 0;  // steps over which the rate grows to lr

  // Step t of a warm-up takes t / warmup of the rate.
  double rate_at(std::uint64_t t) const {
    if (t >= warmup) return lr;
    return lr * (static_cast<double>(t) / static_cast<double>(warmup));
  }
};

// base^exponent by repeated squaring: the C libraries' pow differ in the last bit.
inline double whole_power(double base, std::uint64_t exponent) {
  double result = 1;
  for (; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result *= base;
    base *= base;
  }
  return result;
}

// Adam's numbers for the t-th step, t from 1; 1 - beta in double, then rounded, as Python hands it
// to PyTorch.
template <class Real>
struct AdamStep {
  AdamStep(const AdamOptions& options, std::uint64_t t)
      : beta2(static_cast<Real>(options.beta2)),
        one_minus_beta1(static_cast<Real>(1 - options.beta1)),
        one_minus_beta2(static_cast<Real>(1 - options.beta2)),
        step_size(static_cast<Real>(options.rate_at(t) / (1 - whole_power(options.beta1, t)))),
        root_correction2(static_cast<Real>(std::sqrt(1 - whole_power(options.beta2, t)))),
        over_root_correction2(1 / root_correction2),
        eps(static_cast<Real>(options.eps)) {}

  Real beta2;
  Real one_minus_beta1;
  Real one_minus_beta2;
  Real step_size;         // lr / (1 - beta1^t); lr less until the warm-up is over
  Real root_correction2;  // sqrt(1 - beta2^t)
  Real over_root_correction2;
  Real eps;
};
