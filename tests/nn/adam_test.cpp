#include "nn/adam.h"

#include "test.h"

#include <cmath>

namespace {

Parameter<float> one_weight(float value, float grad) {
  Parameter<float> parameter("w", {1});
  parameter.value[0] = value;
  parameter.grad[0] = grad;
  return parameter;
}

}  // namespace

// Algorithm 1 of the paper, in double. The tolerance is a thousandth of one step.
TEST(adam, follows_the_paper_for_a_thousand_steps) {
  AdamOptions options;
  options.lr = 0.01;
  Parameter<float> parameter = one_weight(0.7F, 0);
  Adam<float> adam(options, {&parameter});
  double w = parameter.value[0];
  double m = 0;
  double v = 0;
  for (int t = 1; t <= 1000; ++t) {
    CONTEXT("t " << t);
    parameter.grad[0] = std::sin(0.1F * static_cast<float>(t)) + 0.2F;
    const double g = parameter.grad[0];
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const double m_hat = m / (1 - std::pow(0.9, t));
    const double v_hat = v / (1 - std::pow(0.999, t));
    w -= 0.01 * m_hat / (std::sqrt(v_hat) + 1e-8);
    adam.step();
    CHECK_NEAR(parameter.value[0], w, 1e-5);
  }
}

// The first step is lr in the gradient's direction, whatever its size: both corrections.
TEST(adam, moves_each_parameter_by_lr_in_the_first_step) {
  Parameter<float> first = one_weight(1, 1e-4F);
  Parameter<float> second = one_weight(1, -300);
  Adam<float> adam(AdamOptions(), {&first, &second});
  adam.step();
  CHECK_EQ(adam.steps(), 1U);
  CHECK_NEAR(first.value[0], 0.999, 2e-7);
  CHECK_NEAR(second.value[0], 1.001, 2e-7);
}

// AdamW's algorithm 2: w loses lr · decay of itself, where Adam moves it by lr more.
TEST(adam, takes_off_each_weight_before_it_moves) {
  AdamOptions options;
  options.lr = 0.1;
  options.weight_decay = 0.5;
  Parameter<float> moved = one_weight(2, 3);
  Parameter<float> still = one_weight(2, 0);
  Adam<float> adam(options, {&moved, &still});
  adam.step();
  CHECK_NEAR(moved.value[0], 2 * 0.95 - 0.1, 3e-7);
  CHECK_NEAR(still.value[0], 2 * 0.95, 3e-7);
}

TEST(adam, moves_a_weight_with_zero_gradient_as_long_as_it_has_momentum) {
  Parameter<float> parameter = one_weight(1, 1);
  Adam<float> adam(AdamOptions(), {&parameter});
  adam.step();
  const float after_first = parameter.value[0];
  parameter.grad[0] = 0;
  adam.step();
  CHECK(parameter.value[0] < after_first);

  Parameter<float> untouched = one_weight(1, 0);
  Adam<float> other(AdamOptions(), {&untouched});
  other.step();
  CHECK_EQ(untouched.value[0], 1.0F);
}
