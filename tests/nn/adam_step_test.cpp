#include "nn/adam_step.h"

#include "core/named.h"
#include "test.h"

#include <cmath>
#include <vector>

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

// By hand: of 9 steps, the third is the warm-up's last, and 6 are left. cos(π/3) is 1/2.
TEST(adam_step, has_the_rate_of_its_step) {
  AdamOptions options;
  options.lr = 0.5;
  options.last_step = 9;
  const auto rates = [&](const char* decay, std::uint64_t warmup) {
    options.decay = find_named(kDecays, decay);
    options.warmup = warmup;
    std::vector<double> all;
    for (std::uint64_t t = 1; t <= 9; ++t) all.push_back(options.rate_at(t));
    return all;
  };
  CHECK(rates("none", 0) == std::vector<double>(9, 0.5));
  const std::vector<double> linear = rates("linear", 3);
  const std::vector<double> cosine = rates("cosine", 3);
  for (const auto& all : {linear, cosine}) {
    CHECK_NEAR(all[0], 0.5 / 3, 1e-16);
    CHECK_NEAR(all[1], 1 / 3.0, 1e-16);
    CHECK_EQ(all[2], 0.5);
    CHECK_NEAR(all[5], 0.25, 1e-16);
    CHECK_EQ(all[8], 0.0);
  }
  CHECK_NEAR(linear[4], 0.5 * 4 / 6, 1e-16);
  CHECK_NEAR(cosine[4], 0.375, 1e-16);
  CHECK_NEAR(cosine[6], 0.125, 1e-16);
  for (const char* decay : {"linear", "cosine"}) {
    const std::vector<double> all = rates(decay, 0);  // as if the first were a warm-up
    CHECK_EQ(all[0], 0.5);
    CHECK_NEAR(all[4], 0.25, 1e-16);
    CHECK_EQ(all[8], 0.0);
    CHECK_NEAR(rates(decay, 20)[8], 0.5 * 9 / 20, 1e-16);
    CHECK_EQ(rates(decay, 9)[8], 0.5);
    options.last_step = 1;
    CHECK_EQ(options.rate_at(1), 0.5 / 9);
    options.last_step = 9;
  }
  options.weight_decay = 0.25;
  CHECK_NEAR(AdamStep<double>(options, 3).kept, 1 - 0.5 / 3 * 0.25, 1e-16);
}

// As Python hands it to PyTorch; 1 - 0.9F is another float.
TEST(adam_step, subtracts_before_it_rounds) {
  const AdamStep<float> step(AdamOptions(), 1);
  CHECK_EQ(step.one_minus_beta1, 0.1F);
  CHECK_EQ(step.one_minus_beta2, 0.001F);
}
