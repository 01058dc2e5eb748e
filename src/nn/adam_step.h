// What Adam multiplies and divides by in one step, and its rate, which may change from step to
// step.
#pragma once

#include "core/strict_float.h"

#include "core/elementary.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

// About so many multiply-adds of a matrix product take as long as the update of a weight.
inline constexpr std::size_t kUpdateWork = 16;
// How the rate falls after the warm-up.
struct Decay {
  const char* name;
  bool is_cosine;
};
inline constexpr std::array<Decay, 3> kDecays = {
    {{"none", false}, {"cosine", true}, {"linear", false}}};

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  std::uint64_t warmup = 0;  // steps over which the rate grows to lr
  const Decay* decay = kDecays.data();
  std::uint64_t last_step = 0;  // of the run; only decay asks for it
  double clip = 0;              // the largest norm of all gradients together; 0 for any
  double weight_decay = 0;

  // The share of lr that step t takes, counted from 1: t / warmup in the warm-up. From its last
  // step W (or the first) on to the run's last T, p = (t - W) / (T - W), as PyTorch's
  // CosineAnnealingLR(optimizer, T - W) and LinearLR(optimizer, 1, 0, T - W), stepped from W on:
  //   cosine   (1 + cos(π p)) / 2        linear   1 - p
  double share_at(std::uint64_t t) const {
    if (t < warmup) return static_cast<double>(t) / static_cast<double>(warmup);
    const std::uint64_t first = std::max<std::uint64_t>(warmup, 1);
    if (t <= first || decay == kDecays.data()) return 1;
    assert(t <= last_step);
    const double p = static_cast<double>(t - first) / static_cast<double>(last_step - first);
    return decay->is_cosine ? (1 + elementary::cos(elementary::kPi * p)) / 2 : 1 - p;
  }
  double rate_at(std::uint64_t t) const { return lr * share_at(t); }
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
        kept(static_cast<Real>(1 - options.rate_at(t) * options.weight_decay)),
        step_size(static_cast<Real>(options.rate_at(t) / (1 - whole_power(options.beta1, t)))),
        root_correction2(static_cast<Real>(std::sqrt(1 - whole_power(options.beta2, t)))),
        over_root_correction2(1 / root_correction2),
        eps(static_cast<Real>(options.eps)) {}

  Real beta2;
  Real one_minus_beta1;
  Real one_minus_beta2;
  Real kept;              // of each weight, before it moves: 1 - rate · weight decay
  Real step_size;         // rate / (1 - beta1^t)
  Real root_correction2;  // sqrt(1 - beta2^t)
  Real over_root_correction2;
  Real eps;
};
