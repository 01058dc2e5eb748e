// What Adam multiplies and divides by in one step.
#pragma once

#include <cstdint>

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  std::uint64_t warmup = 0;  // steps over which the rate grows to lr
};

// Adam's numbers for the t-th step, t from 1.
template <class Real>
struct AdamStep {
  AdamStep(const AdamOptions& options, std::uint64_t t);

  Real beta2;
  Real one_minus_beta1;
  Real one_minus_beta2;
  Real step_size;         // lr / (1 - beta1^t); lr less until the warm-up is over
  Real root_correction2;  // sqrt(1 - beta2^t)
  Real over_root_correction2;
  Real eps;
};
