#include "models/model.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"

#include <cmath>

TEST(model, has_the_parameters_of_the_pytorch_model) {
  Transformer<float> model({7, 5, 4});
  const Parameters<float> parameters = model.parameters();
  const std::vector<std::string> names = {"pos_enc.token_embedding.weight",
                                          "pos_enc.pos_embedding.weight", "linear.weight",
                                          "linear.bias"};
  const std::vector<std::vector<std::size_t>> shapes = {{7, 4}, {5, 4}, {1, 4}, {1}};
  CHECK_EQ(parameters.size(), names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    CHECK_EQ(parameters[k]->name, names[k]);
    CHECK(parameters[k]->value.shape() == shapes[k]);
    CHECK(full_gradient(*parameters[k]).shape() == shapes[k]);
  }
}

TEST(model, draws_linear_weights_within_their_bound) {
  TorchRandom random(0);
  const auto model = drawn<Transformer<float>>({1, 1, 400}, random);
  double largest = 0;
  for (const float w : model->linear_weight.value) largest = std::max<double>(largest, std::abs(w));
  CHECK(largest <= 0.05);
  CHECK(largest > 0.049);
}

// What follows the token table in PyTorch's draws is then the linear layer.
TEST(model, draws_no_table_of_positions_that_is_not_learned) {
  for (const char* encoding : {"sinusoidal", "none"}) {
    TorchRandom one(1);
    TorchRandom other(1);
    const auto model = drawn<PositionPredictor<float>>({8, 5, 4, find_encoding(encoding)}, one);
    Tensor table({8, 4});
    Tensor weight({1, 4});
    other.fill_normal(table.data(), table.size());
    other.fill_uniform(weight.data(), weight.size(), -0.5F, 0.5F);
    for (std::size_t i = 0; i < table.size(); ++i) {
      CHECK_EQ(model->token_embedding.value[i], table[i]);
    }
    for (std::size_t j = 0; j < 4; ++j) CHECK_EQ(model->linear_weight.value[j], weight[j]);
  }
}

TEST(model, copies_every_weight) {
  TorchRandom random(2);
  const auto from = drawn<PositionPredictor<float>>({4, 3, 2}, random);
  Transformer<double> to({4, 3, 2});
  copy_weights(to, *from);
  for (std::size_t k = 0; k < 4; ++k) {
    const Tensor& value = from->parameters()[k]->value;
    CHECK(std::equal(value.begin(), value.end(), to.parameters()[k]->value.begin()));
  }
}
