#include "training/position_errors.h"

#include "models/ideal_model.h"
#include "test.h"
#include "training/evaluation.h"

TEST(position_errors, are_those_of_each_position) {
  IdealModel model;
  model.linear_bias.value[0] = 0.5F;
  const PositionErrors off = position_errors(model, {{1, 2, 3, 4}, {0, 3, 4}}, kTargets[0]);
  CHECK(off.places == (std::vector<std::size_t>{2, 1, 1}));
  CHECK_EQ(off.at(0), 0.25);
  model.pos_embedding.value.fill(0);  // then the error is half a position less than the position
  const PositionErrors errors = position_errors(model, {{1, 2, 3, 4}, {0, 3, 4}}, kTargets[0]);
  CHECK_EQ(errors.at(2), 2.25);
  CHECK_EQ(errors.mean_from(1), 1.25);
  CHECK_EQ(errors.mean_from(0), 0.75);
}

TEST(position_errors, few_fresh_sequences_are_the_first_of_many) {
  const Settings settings;
  const Sequences many = fresh_sequences(settings);
  const Sequences few = fresh_sequences(settings, 200);
  CHECK_EQ(few.count(), 200U);
  CHECK(std::equal(few.starts.begin(), few.starts.end(), many.starts.begin()));
  CHECK(std::equal(few.tokens.begin(), few.tokens.end(), many.tokens.begin()));
}

TEST(position_errors, of_a_run_are_on_training_data_fresh_and_longer_sequences) {
  Settings settings;
  settings.samples = 40;
  settings.epochs = 1;
  settings.positions = 27;
  settings.stack.layers = 1;
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const RunErrors errors = run_errors(trainer);
  CHECK_NEAR(errors.fresh.mean_from(0),
             accuracy(trainer.model(), 1000, 0, kTargets[0], 20).mean_squared_error, 1e-9);
  CHECK_EQ(errors.training.places[0], 40U);
  CHECK_EQ(errors.beyond->places.size(), 27U);
  CHECK_EQ(errors.beyond->places[26], 100U);
  CHECK_EQ(errors.trained_length, 20U);
  Settings as_long;
  as_long.samples = 40;
  Trainer plain(as_long);
  CHECK(!run_errors(plain).beyond);
}
