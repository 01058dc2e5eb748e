#include "nn/adam_step.h"

#include "test.h"

#include <cmath>

// 1 - beta^t, the powers by the C library, whose last bit may differ.
TEST(adam_step, has_both_bias_corrections) {
  const AdamOptions options;
  for (const int t : {1, 2, 3, 10, 1000}) {
    CONTEXT("t " << t);
    const AdamStep<double> step(options, static_cast<std::uint64_t>(t));
    CHECK_NEAR(step.step_size * (1 - std::pow(0.9, t)), options.lr, 1e-14);
    CHECK_NEAR(step.root_correction2, std::sqrt(1 - std::pow(0.999, t)), 1e-12);
  }
}

// As Python hands it to PyTorch; 1 - 0.9F is another float.
TEST(adam_step, subtracts_before_it_rounds) {
  const AdamStep<float> step(AdamOptions(), 1);
  CHECK_EQ(step.one_minus_beta1, 0.1F);
  CHECK_EQ(step.one_minus_beta2, 0.001F);
}
