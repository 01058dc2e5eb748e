#include "data/target.h"

#include "test.h"

#include <cmath>
#include <vector>

TEST(target, values_of_tokens_have_mean_0_and_variance_1) {
  double sum = 0;
  double squares = 0;
  for (std::int32_t token = 0; token < 100; ++token) {
    const double value = value_of_token(token, 100);
    sum += value;
    squares += value * value;
  }
  CHECK_NEAR(sum / 100, 0, 1e-6);
  CHECK_NEAR(squares / 100, 1, 1e-6);
  CHECK_EQ(value_of_token(0, 1), 0.0F);
}

TEST(target, names_a_place_the_token_before_or_the_first) {
  const std::vector<std::int32_t> tokens = {2, 0, 1};
  const float high = value_of_token(2, 3);
  const auto targets = [&](const Target& target) {
    std::vector<float> filled(3);
    target.fill(filled.data(), tokens.data(), 3, 3);
    return filled;
  };
  CHECK((targets(kTargets[0]) == std::vector<float>{0, 1, 2}));
  CHECK((targets(kTargets[1]) == std::vector<float>{0, high, -high}));
  CHECK((targets(kTargets[2]) == std::vector<float>{high, high, high}));
}
