#include "models/position_predictor.h"

#include "test.h"

#include <cmath>

namespace {

const Ids& tokens() {
  static const Ids kTokens = {2, 0, 2};
  return kTokens;
}

const Ids& positions() {
  static const Ids kPositions = {0, 1, 0};
  return kPositions;
}

}  // namespace

TEST(position_predictor, has_the_parameters_of_the_pytorch_model) {
  TorchRandom random(0);
  PositionPredictor model({7, 5, 4}, random);
  const Parameters parameters = model.parameters();
  const std::vector<std::string> names = {"pos_enc.token_embedding.weight",
                                          "pos_enc.pos_embedding.weight", "linear.weight",
                                          "linear.bias"};
  const std::vector<std::vector<std::size_t>> shapes = {{7, 4}, {5, 4}, {1, 4}, {1}};
  CHECK_EQ(parameters.size(), names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    CHECK_EQ(parameters[k]->name, names[k]);
    CHECK(parameters[k]->value.shape() == shapes[k]);
    CHECK_EQ(parameters[k]->grad.scale.rows(), parameters[k]->value.rows());
    CHECK_EQ(parameters[k]->grad.direction.rows(), parameters[k]->value.cols());
  }
}

TEST(position_predictor, draws_linear_weights_within_their_bound) {
  TorchRandom random(0);
  PositionPredictor model({1, 1, 400}, random);
  double largest = 0;
  for (const float w : model.linear_weight.value) largest = std::max<double>(largest, std::abs(w));
  CHECK(largest <= 0.05);
  CHECK(largest > 0.049);
}

// The same numbers by the textbook formula: y[n] = (E[token] + P[position])·w + b.
TEST(position_predictor, predicts_from_the_sum_of_both_embeddings) {
  TorchRandom random(1);
  PositionPredictor model({3, 2, 4}, random);
  const Tensor& y = model.forward(tokens(), positions());
  CHECK_EQ(y.rows(), 3U);
  for (std::size_t n = 0; n < 3; ++n) {
    const float* t = model.token_embedding.value.row(static_cast<std::size_t>(tokens()[n]));
    const float* p = model.pos_embedding.value.row(static_cast<std::size_t>(positions()[n]));
    double expected = model.linear_bias.value[0];
    for (std::size_t j = 0; j < 4; ++j) {
      expected += (static_cast<double>(t[j]) + p[j]) * model.linear_weight.value[j];
    }
    CHECK_NEAR(y[n], expected, 1e-6);
  }
}

TEST(position_predictor, leaves_rows_that_the_batch_does_not_name_without_gradient) {
  TorchRandom random(1);
  PositionPredictor model({3, 2, 4}, random);
  Tensor dy({3});
  dy.fill(1);
  model.forward(tokens(), positions());
  model.backward(tokens(), positions(), dy);
  for (std::size_t j = 0; j < 4; ++j) {
    CHECK_EQ(model.token_embedding.grad.at(1, j), 0.0F);
    CHECK(model.token_embedding.grad.at(0, j) != 0);
    CHECK(model.pos_embedding.grad.at(1, j) != 0);
  }
}

TEST(position_predictor, allocates_nothing_for_batches_that_were_reserved) {
  TorchRandom random(1);
  PositionPredictor model({3, 2, 4}, random);
  model.reserve(3);
  const float* memory = model.forward({1}, {0}).data();
  CHECK_EQ(model.forward(tokens(), positions()).data(), memory);
}

TEST(position_predictor, sinusoidal_vectors_are_added_but_not_trained) {
  TorchRandom random(1);
  PositionPredictor model({3, 2, 4, Encoding::kSinusoidal}, random);
  CHECK_EQ(model.parameters().size(), 3U);
  CHECK(model.pos_embedding.value.shape() == std::vector<std::size_t>({2, 4}));
  CHECK_EQ(model.pos_embedding.value.row(0)[1], 1.0F);  // cos 0
  const float with = model.forward({2}, {1})[0];
  model.pos_embedding.value.fill(0);
  CHECK(model.forward({2}, {1})[0] != with);
  Tensor dy({1});
  dy.fill(1);
  model.backward({2}, {1}, dy);
}

TEST(position_predictor, without_encoding_the_position_makes_no_difference) {
  TorchRandom random(1);
  PositionPredictor model({3, 2, 4, Encoding::kNone}, random);
  CHECK_EQ(model.parameters().size(), 3U);
  CHECK_EQ(model.pos_embedding.value.size(), 0U);
  const Tensor& y = model.forward({2, 2}, {0, 1});
  CHECK_EQ(y[0], y[1]);
}

// What follows the token table in PyTorch's draws is then the linear layer.
TEST(position_predictor, draws_no_table_of_positions_that_is_not_learned) {
  for (const Encoding encoding : {Encoding::kSinusoidal, Encoding::kNone}) {
    TorchRandom one(1);
    TorchRandom other(1);
    const PositionPredictor model({8, 5, 4, encoding}, one);
    Tensor table({8, 4});
    Tensor weight({1, 4});
    other.fill_normal(table.data(), table.size());
    other.fill_uniform(weight.data(), weight.size(), -0.5F, 0.5F);
    for (std::size_t i = 0; i < table.size(); ++i) {
      CHECK_EQ(model.token_embedding.value[i], table[i]);
    }
    for (std::size_t j = 0; j < 4; ++j) CHECK_EQ(model.linear_weight.value[j], weight[j]);
  }
}

// The textbook order: look both vectors up, add them, multiply by w; backward, each place adds its
// dx to both rows. In double, so that it is the yardstick.
TEST(position_predictor, agrees_with_lookup_sum_and_linear_in_this_order) {
  TorchRandom random(2);
  const std::size_t d_model = 11;
  PositionPredictor model({9, 6, d_model}, random);
  const Ids ids = {3, 8, 3, 0, 5, 3, 8, 1, 1, 0, 2, 3, 7};
  const Ids places = {0, 1, 2, 3, 4, 5, 0, 1, 2, 0, 1, 2, 3};
  Tensor dy({ids.size()});
  random.fill_normal(dy.data(), dy.size());
  const auto at = [](const Tensor& table, std::int32_t row, std::size_t j) {
    return static_cast<double>(table.row(static_cast<std::size_t>(row))[j]);
  };
  std::vector<double> dtokens(9 * d_model);
  std::vector<double> dpositions(6 * d_model);
  std::vector<double> dw(d_model);
  double db = 0;
  const Tensor& y = model.forward(ids, places);
  for (std::size_t n = 0; n < ids.size(); ++n) {
    double expected = model.linear_bias.value[0];
    for (std::size_t j = 0; j < d_model; ++j) {
      const double x =
          at(model.token_embedding.value, ids[n], j) + at(model.pos_embedding.value, places[n], j);
      const double dx = static_cast<double>(dy[n]) * model.linear_weight.value[j];
      expected += x * model.linear_weight.value[j];
      dw[j] += static_cast<double>(dy[n]) * x;
      dtokens[static_cast<std::size_t>(ids[n]) * d_model + j] += dx;
      dpositions[static_cast<std::size_t>(places[n]) * d_model + j] += dx;
    }
    db += dy[n];
    CHECK_NEAR(y[n], expected, 1e-6);
  }
  model.backward(ids, places, dy);
  const auto check = [](const Parameter& parameter, const std::vector<double>& expected) {
    const Tensor grad = parameter.grad.full();
    CHECK_EQ(grad.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK_NEAR(grad[i], expected[i], 2e-6);
  };
  check(model.token_embedding, dtokens);
  check(model.pos_embedding, dpositions);
  check(model.linear_weight, dw);
  check(model.linear_bias, {db});
}
