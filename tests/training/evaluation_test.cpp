#include "training/evaluation.h"

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
  const Sequences fresh = fresh_sequences({100, 6, 10}, 0);
  const Recovery result = recovery(model, fresh);
  CHECK_EQ(result.places, fresh.tokens.size());
  CHECK_EQ(result.exact, result.places);
  CHECK_EQ(result.mean_absolute_error, 0.0);
}

TEST(evaluation, counts_a_position_as_recovered_within_half_a_position) {
  PositionPredictor model = ideal_model();
  model.linear_bias.value[0] = 0.4375F;
  const Sequences fresh = fresh_sequences({100, 6, 10}, 0);
  CHECK_EQ(recovery(model, fresh).exact, fresh.tokens.size());
  CHECK_EQ(recovery(model, fresh).mean_absolute_error, 0.4375);
  model.linear_bias.value[0] = -0.5625F;
  CHECK_EQ(recovery(model, fresh).exact, 0U);
}

TEST(evaluation, draws_fresh_sequences_from_another_seed) {
  PythonRandom python(5);
  TorchRandom torch(5);
  const Sequences trained_on = dummy_sequences({100, 20, 100}, python, torch);
  const Sequences fresh = fresh_sequences({100, 20, 100}, 5);
  CHECK(fresh.tokens != trained_on.tokens);
  CHECK(fresh.starts != trained_on.starts);
}
