#include "models/weights.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"

#include <cmath>

TEST(weights, draws_linear_weights_within_their_bound) {
  TorchRandom random(0);
  const auto model = drawn<Transformer<float>>({1, 1, 400}, random);
  double largest = 0;
  for (const float w : model->linear_weight.value) largest = std::max<double>(largest, std::abs(w));
  CHECK(largest <= 0.05);
  CHECK(largest > 0.049);
}

// What follows the token table in PyTorch's draws is then the linear layer.
TEST(weights, draws_no_table_of_positions_that_is_not_learned) {
  for (const char* encoding : {"sinusoidal", "none"}) {
    CONTEXT("encoding " << encoding);
    TorchRandom one(1);
    TorchRandom other(1);
    const auto model = drawn<PositionPredictor<float>>({8, 5, 4, find_encoding(encoding)}, one);
    Tensor table({8, 4});
    Tensor weight({1, 4});
    other.fill_normal(table.data(), table.size());
    other.fill_uniform(weight.data(), weight.size(), -0.5F, 0.5F);
    for (std::size_t i = 0; i < table.size(); ++i) {
      CONTEXT("i " << i);
      CHECK_EQ(model->token_embedding.value[i], table[i]);
    }
    for (std::size_t j = 0; j < 4; ++j) CHECK_EQ(model->linear_weight.value[j], weight[j]);
  }
}

TEST(weights, copies_every_weight) {
  TorchRandom random(2);
  const auto from = drawn<PositionPredictor<float>>({4, 3, 2}, random);
  Transformer<double> to({4, 3, 2});
  copy_weights(to, *from);
  for (std::size_t k = 0; k < 4; ++k) {
    CONTEXT("k " << k);
    const Tensor& value = from->parameters()[k]->value;
    CHECK(std::equal(value.begin(), value.end(), to.parameters()[k]->value.begin()));
  }
}
