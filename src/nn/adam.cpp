#include "core/strict_float.h"

#include "nn/adam.h"

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

}  // namespace

AdamStep adam_step(const AdamOptions& options, std::uint64_t t) {
  const double correction1 = 1 - power(options.beta1, t);
  const double correction2 = 1 - power(options.beta2, t);
  return {static_cast<float>(options.lr / correction1), static_cast<float>(std::sqrt(correction2))};
}

Adam::Adam(const AdamOptions& options, const Parameters& parameters) : options_(options) {
  for (const Parameter* parameter : parameters) {
    m_.emplace_back(parameter->value.shape());
    v_.emplace_back(parameter->value.shape());
  }
}

void Adam::step(const Parameters& parameters) {
  ++t_;
  const auto [step_size, root_correction2] = adam_step(options_, t_);
  const auto beta1 = static_cast<float>(options_.beta1);
  const auto beta2 = static_cast<float>(options_.beta2);
  // 1 - beta in double, then rounded, as Python hands it to PyTorch.
  const auto one_minus_beta1 = static_cast<float>(1 - options_.beta1);
  const auto one_minus_beta2 = static_cast<float>(1 - options_.beta2);
  const auto eps = static_cast<float>(options_.eps);

  for (std::size_t k = 0; k < parameters.size(); ++k) {
    float* w = parameters[k]->value.data();
    const float* g = parameters[k]->grad.data();
    float* m = m_[k].data();
    float* v = v_[k].data();
    const std::size_t size = parameters[k]->value.size();
    for (std::size_t i = 0; i < size; ++i) {
      m[i] = beta1 * m[i] + one_minus_beta1 * g[i];
      v[i] = beta2 * v[i] + one_minus_beta2 * g[i] * g[i];
      w[i] -= step_size * m[i] / (std::sqrt(v[i]) / root_correction2 + eps);
    }
  }
}
