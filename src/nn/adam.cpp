#include "core/strict_float.h"

#include "nn/adam.h"

#include "core/multiversion.h"

#include <cmath>

namespace {

// One row of a parameter; its gradient is scale · direction[j] (nn/parameter.h).
template <class Real>
inline void update_row(Real* __restrict w, Real* __restrict m, Real* __restrict v,
                       const Real* __restrict direction, Real scale, std::size_t cols,
                       const AdamStep<Real>& s) {
  // A multiplication by the reciprocal is several times faster than a division.
  const Real over_root_correction2 = 1 / s.root_correction2;
  for (std::size_t j = 0; j < cols; ++j) {
    const Real g = scale * direction[j];
    m[j] += s.one_minus_beta1 * (g - m[j]);
    v[j] = s.beta2 * v[j] + s.one_minus_beta2 * g * g;
    w[j] -= s.step_size * m[j] / (std::sqrt(v[j]) * over_root_correction2 + s.eps);
  }
}

template <class Real>
inline void update_rows(Parameter<Real>& parameter, TensorOf<Real>& m, TensorOf<Real>& v,
                        const AdamStep<Real> step) {
  Real* w = parameter.value.data();
  const std::size_t cols = m.cols();
  for (std::size_t r = 0, i = 0; r < m.rows(); ++r, i += cols) {
    const auto [scale, direction] = parameter.grad.row(r);
    update_row(w + i, m.data() + i, v.data() + i, direction, scale, cols, step);
  }
}

// Of floats, compiled for several vector widths (core/multiversion.h).
POSEMBED_MULTIVERSION
void update(Parameter<float>& parameter, Tensor& m, Tensor& v, const AdamStep<float>& step) {
  update_rows(parameter, m, v, step);
}

void update(Parameter<double>& parameter, TensorOf<double>& m, TensorOf<double>& v,
            const AdamStep<double>& step) {
  update_rows(parameter, m, v, step);
}

}  // namespace

template <class Real>
Adam<Real>::Adam(const AdamOptions& options, const Parameters<Real>& parameters)
    : options_(options), parameters_(parameters) {
  for (const Parameter<Real>* parameter : parameters) {
    m_.emplace_back(parameter->value.shape());
    v_.emplace_back(parameter->value.shape());
  }
}

template <class Real>
void Adam<Real>::step() {
  const AdamStep<Real> step(options_, ++t_);
  for (std::size_t k = 0; k < parameters_.size(); ++k) {
    update(*parameters_[k], m_[k], v_[k], step);
  }
}

template class Adam<float>;
template class Adam<double>;
