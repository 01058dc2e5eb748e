// Adam (Kingma and Ba 2015, algorithm 1), in the order of PyTorch 1.13's operations.
#pragma once

#include "core/tensor.h"
#include "nn/parameter.h"

#include <cstdint>
#include <vector>

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
};

// What the t-th step, from 1, divides and multiplies by, as floats.
struct AdamStep {
  float step_size;         // lr / (1 - beta1^t)
  float root_correction2;  // sqrt(1 - beta2^t)
};
AdamStep adam_step(const AdamOptions& options, std::uint64_t t);

class Adam {
 public:
  Adam(const AdamOptions& options, const Parameters& parameters);

  // One update of every weight w with gradient g, t counting the calls from 1:
  //   m = beta1 m + (1 - beta1) g
  //   v = beta2 v + (1 - beta2) g^2
  //   w -= lr / (1 - beta1^t) · m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
  // A weight whose gradient is zero moves too, as long as its m is not zero.
  // `parameters` is the list that the constructor was given.
  void step(const Parameters& parameters);

  // The number of steps so far, and both moments of the k-th parameter: all of Adam's state.
  std::uint64_t steps() const { return t_; }
  void set_steps(std::uint64_t steps) { t_ = steps; }
  Tensor& exp_avg(std::size_t k) { return m_[k]; }
  Tensor& exp_avg_sq(std::size_t k) { return v_[k]; }

 private:
  AdamOptions options_;
  std::uint64_t t_ = 0;
  std::vector<Tensor> m_;  // by index in the list of parameters, each of its parameter's shape
  std::vector<Tensor> v_;
};
