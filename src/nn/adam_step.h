// What Adam multiplies and divides by in one step, and its rate, which may change from step to
// step.
#pragma once

#include "core/strict_float.h"

#include "core/elementary.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

// How the rate falls: the share of it that is left where `part` of the way is done.
inline double whole_rate(double /*part*/) { return 1; }
inline double cosine_rate(double part) { return (1 + elementary::cos(elementary::kPi * part)) / 2; }
inline double linear_rate(double part) { return 1 - part; }

struct Decay {
  const char* name;
  double (*share)(double part);
};
inline constexpr std::array<Decay, 3> kDecays = {
    {{"none", whole_rate}, {"cosine", cosine_rate}, {"linear", linear_rate}}};

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

  // What step t, counted from 1, takes of lr. Step t of a warm-up takes t / warmup. From its last
  // step W on, or the first where there is none, to the run's last step T, with
  // p = (t - W) / (T - W):
  //   cosine   (1 + cos(π p)) / 2        linear   1 - p
  // as PyTorch's CosineAnnealingLR(optimizer, T - W) and LinearLR(optimizer, 1, 0, T - W) make it,
  // stepped after each step of the optimizer from W on. So step T, the last, takes 0.
  double share_at(std::uint64_t t) const {
    if (t < warmup) return static_cast<double>(t) / static_cast<double>(warmup);
    const std::uint64_t first = std::max<std::uint64_t>(warmup, 1);
    if (t <= first || decay == kDecays.data()) return 1;
    assert(t <= last_step);
    return decay->share(static_cast<double>(t - first) / static_cast<double>(last_step - first));
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
