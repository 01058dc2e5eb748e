#include "training/evaluation.h"

#include "data/sequences.h"

#include "test.h"

namespace {

// A model whose position i stands for i, whatever the token.
PositionPredictor ideal_model() {
  TorchRandom random(0);
  PositionPredictor model({10, 6, 2}, random);
  for (Parameter* parameter : model.parameters()) parameter->value.fill(0);
  model.linear_weight.value[0] = 2;
  for (std::size_t i = 0; i < 6; ++i)
    model.pos_embedding.value.row(i)[0] = static_cast<float>(i) / 2;
  return model;
}

}  // namespace

TEST(evaluation, ruler_of_an_ideal_model_is_the_positions) {
  const std::vector<double> values = ruler(ideal_model());
  CHECK_EQ(values.size(), 6U);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK_EQ(values[i], static_cast<double>(i));
}

TEST(evaluation, ruler_adds_the_bias_and_the_mean_token) {
  PositionPredictor model = ideal_model();
  model.linear_bias.value[0] = 0.25F;
  model.token_embedding.value.row(3)[0] = 5;  // 2 * 5 / 10 tokens
  CHECK_EQ(ruler(model)[4], 4 + 0.25 + 1);
}

TEST(evaluation, recovers_every_position_with_an_ideal_model) {
  PositionPredictor model = ideal_model();
  const Accuracy result = accuracy(model, 100, 0);
  CHECK(result.places > 250 && result.places < 450);
  CHECK_EQ(result.exact, result.places);
  CHECK_EQ(result.mean_absolute_error, 0.0);
}

TEST(evaluation, counts_a_position_as_recovered_within_half_a_position) {
  PositionPredictor model = ideal_model();
  model.linear_bias.value[0] = 0.4375F;
  CHECK_EQ(accuracy(model, 100, 0).exact, accuracy(model, 100, 0).places);
  CHECK_EQ(accuracy(model, 100, 0).mean_absolute_error, 0.4375);
  model.linear_bias.value[0] = -0.5625F;
  CHECK_EQ(accuracy(model, 100, 0).exact, 0U);
}

TEST(evaluation, asks_for_the_sequences_of_the_complemented_seed) {
  PythonRandom python(~std::uint64_t{5});
  TorchRandom torch(~std::uint64_t{5});
  const Sequences fresh = dummy_sequences({70, 6, 10}, python, torch);
  PositionPredictor model = ideal_model();
  model.pos_embedding.value.fill(0);  // then the error is the position itself
  double sum = 0;
  for (std::size_t i = 0; i < fresh.count(); ++i) {
    for (std::size_t j = 0; j < fresh.length(i); ++j) sum += static_cast<double>(j);
  }
  const Accuracy result = accuracy(model, 70, 5);
  CHECK_EQ(result.places, fresh.tokens.size());
  CHECK_EQ(result.exact, 70U);  // the position 0 of each
  CHECK_NEAR(result.mean_absolute_error, sum / static_cast<double>(fresh.tokens.size()), 1e-12);
}

TEST(evaluation, similarities_are_cosines) {
  Tensor table({3, 2});
  table.row(0)[0] = 2;
  table.row(1)[0] = 3;
  table.row(1)[1] = 4;
  const std::vector<double> values = similarities(table);  // the last row is zero
  CHECK_EQ(values.size(), 9U);
  CHECK_EQ(values[0], 1.0);
  CHECK_NEAR(values[1], 0.6, 1e-15);
  CHECK_EQ(values[3], values[1]);
  CHECK_EQ(values[4], 1.0);
  for (const std::size_t at : {2U, 5U, 6U, 7U, 8U}) CHECK_EQ(values[at], 0.0);
}

TEST(evaluation, distances_are_euclidean) {
  Tensor a({2, 2});
  Tensor b({2, 2});
  b.row(1)[0] = 3;
  b.row(1)[1] = -4;
  CHECK(distances(a, b) == std::vector<double>({0, 5}));
}

// Token 5 stands at positions 0 and 2, token 6 at 1 and token 7 at 0, 1 and 2: the squared
// distances from the means 1, 1 and 1 are 2, 0 and 2.
TEST(evaluation, unexplained_variance_by_hand) {
  const Sequences data = {{5, 6, 5, 7, 7, 7}, {0, 3, 6}};
  CHECK_NEAR(unexplained_variance(data), 4.0 / 6, 1e-15);
}
