#include "lesson/ruler.h"

#include "models/ideal_model.h"
#include "test.h"

TEST(ruler, of_an_ideal_model_is_the_positions) {
  const std::vector<double> values = ruler(IdealModel());
  CHECK_EQ(values.size(), 6U);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK_EQ(values[i], static_cast<double>(i));
}

TEST(ruler, adds_the_bias_and_the_mean_token) {
  IdealModel model;
  model.linear_bias.value[0] = 0.25F;
  model.token_embedding.value.row(3)[0] = 5;  // 2 * 5 / 10 tokens
  CHECK_EQ(ruler(model)[4], 4 + 0.25 + 1);
}
