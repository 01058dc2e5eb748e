#include "core/strict_float.h"

#include "nn/adam.h"

#include "core/multiversion.h"

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

namespace {

// Adam's numbers for one step, as floats: 1 - beta in double, then rounded, as Python hands it to
// PyTorch.
struct Coefficients {
  float beta1;
  float beta2;
  float one_minus_beta1;
  float one_minus_beta2;
  float step_size;
  float over_root_correction2;  // its reciprocal: a multiplication is several times faster
  float eps;
};

// One row, (D), with gradient g[j] = scale direction[j].
inline void update_row(float* __restrict w, float* __restrict m, float* __restrict v,
                       const float* __restrict direction, float scale, std::size_t cols,
                       const Coefficients& c) {
  for (std::size_t j = 0; j < cols; ++j) {
    const float g = scale * direction[j];
    m[j] = c.beta1 * m[j] + c.one_minus_beta1 * g;
    v[j] = c.beta2 * v[j] + c.one_minus_beta2 * g * g;
    w[j] -= c.step_size * m[j] / (std::sqrt(v[j]) * c.over_root_correction2 + c.eps);
  }
}

// The rows of one parameter, (R, D), with gradient g[r][j] = scale[r] direction[j].
POSEMBED_MULTIVERSION
void update_rows(float* w, float* m, float* v, const float* scale, const float* direction,
                 std::size_t rows, std::size_t cols, Coefficients c) {
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t first = r * cols;
    update_row(w + first, m + first, v + first, direction, scale[r], cols, c);
  }
}

}  // namespace

void Adam::step(const Parameters& parameters) {
  ++t_;
  const auto [step_size, root_correction2] = adam_step(options_, t_);
  const Coefficients c = {static_cast<float>(options_.beta1),
                          static_cast<float>(options_.beta2),
                          static_cast<float>(1 - options_.beta1),
                          static_cast<float>(1 - options_.beta2),
                          step_size,
                          1 / root_correction2,
                          static_cast<float>(options_.eps)};
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    Parameter& parameter = *parameters[k];
    update_rows(parameter.value.data(), m_[k].data(), v_[k].data(), parameter.grad.scale.data(),
                parameter.grad.direction.data(), parameter.value.rows(), parameter.value.cols(), c);
  }
}
