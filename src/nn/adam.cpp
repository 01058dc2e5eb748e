#include "core/strict_float.h"

#include "nn/adam.h"

#include "core/multiversion.h"
#include "core/sums.h"
#include "core/workers.h"

#include <cmath>

namespace {

template <class Real>
inline void update_each(Real* __restrict w, Real* __restrict m, Real* __restrict v,
                        const Real* __restrict g, const AdamStep<Real> s, const Part& part) {
  for (std::size_t i = part.first; i < part.last; ++i) {
    m[i] += s.one_minus_beta1 * (g[i] - m[i]);
    v[i] = s.beta2 * v[i] + s.one_minus_beta2 * g[i] * g[i];
    w[i] -= s.step_size * m[i] / (std::sqrt(v[i]) * s.over_root_correction2 + s.eps);
  }
}

// Of floats, compiled for several vector widths (core/multiversion.h).
POSEMBED_MULTIVERSION
void update_each(float* w, float* m, float* v, const float* g, const AdamStep<float>& step,
                 const Part& part) {
  update_each<float>(w, m, v, g, step, part);
}

}  // namespace

template <class Real>
Adam<Real>::Adam(const AdamOptions& options, const Parameters<Real>& parameters)
    : options_(options), parameters_(parameters) {
  for (const Parameter<Real>* parameter : parameters) m_.emplace_back(parameter->value.shape());
  v_ = m_;
}

template <class Real>
void Adam<Real>::step() {
  const AdamStep<Real> step(options_, ++t_);
  for (std::size_t k = 0; k < m_.size(); ++k) {
    if (step.kept != 1) scale(parameters_[k]->value, step.kept);
    update(*parameters_[k], m_[k], v_[k], step);
  }
}

template <class Real>
void Adam<Real>::update(Parameter<Real>& parameter, TensorOf<Real>& m, TensorOf<Real>& v,
                        const AdamStep<Real>& step) {
  assert(parameter.grad.size() == m.size());
  parts_apart(m.size(), kUpdateWork * m.size(), [&](const Part& part) {
    update_each(parameter.value.data(), m.data(), v.data(), parameter.grad.data(), step, part);
  });
}

template class Adam<float>;
template class Adam<double>;
