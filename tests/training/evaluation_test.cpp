#include "training/evaluation.h"

#include "models/ideal_model.h"
#include "test.h"

TEST(evaluation, recovers_every_position_with_an_ideal_model) {
  IdealModel model;
  const Accuracy result = accuracy(model, 100, 0);
  CHECK(result.places > 250 && result.places < 450);
  CHECK_EQ(result.exact, result.places);
  CHECK_EQ(result.mean_absolute_error, 0.0);
}

TEST(evaluation, counts_a_position_as_recovered_within_half_a_position) {
  IdealModel model;
  model.linear_bias.value[0] = 0.4375F;
  CHECK_EQ(accuracy(model, 100, 0).exact, accuracy(model, 100, 0).places);
  CHECK_EQ(accuracy(model, 100, 0).mean_absolute_error, 0.4375);
  model.linear_bias.value[0] = -0.5F;
  CHECK_EQ(accuracy(model, 100, 0).exact, 0U);
}

TEST(evaluation, sees_a_loss_that_is_infinite_in_float) {
  IdealModel model;
  CHECK(loss_is_finite(model, 0));
  for (const float bias : {1e20F, 3.4e38F, std::nanf("")}) {
    CONTEXT("bias " << bias);
    model.linear_bias.value[0] = bias;
    CHECK(!loss_is_finite(model, 0));
  }
  model.linear_bias.value[0] = 1e18F;
  CHECK(loss_is_finite(model, 0));
}

TEST(evaluation, asks_for_the_sequences_of_the_complemented_seed) {
  PythonRandom python(~std::uint64_t{5});
  TorchRandom torch(~std::uint64_t{5});
  const Sequences fresh = dummy_sequences({70, 6, 10}, python, torch);
  IdealModel model;
  model.pos_embedding.value.fill(0);  // then the error is the position itself
  double sum = 0;
  for (std::size_t i = 0; i < fresh.count(); ++i) {
    for (std::size_t j = 0; j < fresh.length(i); ++j) sum += static_cast<double>(j);
  }
  const Accuracy result = accuracy(model, 70, 5);
  CHECK_EQ(result.places, fresh.tokens.size());
  CHECK_EQ(result.exact, 70U);  // the position 0 of each
  const double mean = sum / static_cast<double>(fresh.tokens.size());
  CHECK_NEAR(result.mean_absolute_error, mean, 1e-12);
  CHECK_NEAR(result.variance, result.mean_squared_error - mean * mean, 1e-12);
}

// Token 5 stands at positions 0 and 2, token 6 at 1 and token 7 at 0, 1 and 2: the squared
// distances from the means 1, 1 and 1 are 2, 0 and 2.
TEST(evaluation, unexplained_variance_by_hand) {
  const Sequences data = {{5, 6, 5, 7, 7, 7}, {0, 3, 6}};
  CHECK_NEAR(unexplained_variance(data), 4.0 / 6, 1e-15);
}

TEST(evaluation, errors_are_those_of_each_position) {
  IdealModel model;
  model.linear_bias.value[0] = 0.5F;
  PositionErrors off;
  off.add(model, {{1, 2, 3, 4}, {0, 3, 4}}, kTargets[0]);
  CHECK(off.places == (std::vector<std::size_t>{2, 1, 1}));
  CHECK_EQ(off.at(0), 0.25);
  model.pos_embedding.value.fill(0);  // then the error is half a position less than the position
  PositionErrors errors;
  errors.add(model, {{1, 2, 3, 4}, {0, 3, 4}}, kTargets[0]);
  CHECK_EQ(errors.at(2), 2.25);
  CHECK_EQ(errors.mean_from(1), 1.25);
  CHECK_EQ(errors.mean_from(0), 0.75);
}

TEST(evaluation, few_fresh_sequences_are_the_first_of_many) {
  const Settings settings;
  const Sequences many = fresh_sequences(settings);
  const Sequences few = fresh_sequences(settings, 200);
  CHECK_EQ(few.count(), 200U);
  TorchRandom torch(~settings.seed);
  CHECK(longest_sequences(settings).tokens == sequences_of_length(100, 20, 100, torch).tokens);
  CHECK(std::equal(few.starts.begin(), few.starts.end(), many.starts.begin()));
  CHECK(std::equal(few.tokens.begin(), few.tokens.end(), many.tokens.begin()));
}

TEST(evaluation, errors_of_a_run_are_on_training_data_fresh_and_longer_sequences) {
  Settings settings = settings_of("--samples 40 --epochs 1 --positions 27 --layers 1");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const RunErrors errors = run_errors(trainer);
  CHECK_NEAR(errors.fresh.mean_from(0),
             accuracy(trainer.model(), 1000, 0, kTargets[0], 20).mean_squared_error, 1e-9);
  CHECK_EQ(errors.training.places[0], 40U);
  CHECK_EQ(errors.beyond->places.size(), 27U);
  CHECK_EQ(errors.beyond->places[26], 100U);
  CHECK_EQ(errors.trained_length, 20U);
  Settings as_long = settings_of("--samples 40");
  Trainer plain(as_long);
  CHECK(!run_errors(plain).beyond);
}
