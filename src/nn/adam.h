// Adam (Kingma and Ba 2015, algorithm 1), in the order of PyTorch 2's operations, but that the
// division by sqrt(1 - beta2^t) is a multiplication by its reciprocal, which is faster.
#pragma once

#include "nn/adam_step.h"
#include "nn/parameter.h"

#include <vector>

template <class Real>
class Adam {
 public:
  // The parameters must stay where they are.
  Adam(const AdamOptions& options, const Parameters<Real>& parameters);
  virtual ~Adam() = default;

  // One update of every weight w with gradient g, t counting the calls from 1, lr that of step t:
  //   w = (1 - lr · weight decay) w        AdamW's, decoupled (Loshchilov and Hutter 2019)
  //   m = m + (1 - beta1) (g - m)
  //   v = beta2 v + (1 - beta2) g^2
  //   w -= lr / (1 - beta1^t) · m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
  // A weight whose gradient is zero moves too, as long as its m is not zero.
  void step();

  // The number of steps so far, and m and v of the k-th parameter under PyTorch's names: all of
  // Adam's state.
  std::uint64_t steps() const { return t_; }
  const AdamOptions& options() const { return options_; }
  void set_steps(std::uint64_t steps) { t_ = steps; }
  const TensorOf<Real>& exp_avg(std::size_t k) const { return m_[k]; }
  const TensorOf<Real>& exp_avg_sq(std::size_t k) const { return v_[k]; }
  TensorOf<Real>& exp_avg(std::size_t k) { return m_[k]; }
  TensorOf<Real>& exp_avg_sq(std::size_t k) { return v_[k]; }

 protected:
  virtual void update(Parameter<Real>& parameter, TensorOf<Real>& m, TensorOf<Real>& v,
                      const AdamStep<Real>& step);

 private:
  AdamOptions options_;
  Parameters<Real> parameters_;
  std::uint64_t t_ = 0;
  std::vector<TensorOf<Real>> m_;  // by index in the list of parameters, each of its value's shape
  std::vector<TensorOf<Real>> v_;
};
