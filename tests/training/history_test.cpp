#include "training/history.h"

#include "training/evaluation.h"

#include "test.h"

#include <cmath>

namespace {

History followed(Trainer& trainer) {
  History history(trainer);
  while (!trainer.finished()) {
    history.before_step(trainer);
    trainer.step();
    history.after_step(trainer);
  }
  history.finish(trainer);
  return history;
}

}  // namespace

TEST(history, has_a_frame_before_the_first_epoch_and_after_each) {
  Config config;
  config.epochs = 3;
  Trainer trainer(config);
  const std::vector<double> start = ruler(trainer.model());
  const History history = followed(trainer);
  CHECK_EQ(history.frames().size(), 4U);
  CHECK(history.frames().front().ruler == start);
  CHECK(history.frames().back().ruler == ruler(trainer.model()));
  CHECK_EQ(history.frames().back().epoch, 3U);
  CHECK_EQ(history.losses().size(), 3U);
  CHECK_EQ(history.losses()[2].last_batch, trainer.last_loss());
  CHECK_EQ(history.losses()[2].mean, trainer.mean_loss());
  CHECK_EQ(history.journeys().size(), 3U);
  CHECK_EQ(history.journeys()[1].step, 33U);
  CHECK_EQ(history.counts()[0], 1000U);
  CHECK_EQ(history.counts()[19], 54U);  // README.md says so
}

TEST(history, errors_are_those_of_the_models_predictions) {
  Config config;
  config.epochs = 1;
  config.samples = config.batch_size = 20;
  Trainer trainer(config);
  const History history = followed(trainer);
  const Tensor& y = trainer.model().forward(trainer.batch().tokens, trainer.batch().positions);
  double sum = 0;
  double places = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    if (trainer.batch().positions[n] != 3) continue;
    sum += std::abs(static_cast<double>(y[n]) - 3);
    places += 1;
  }
  CHECK_NEAR(history.frames().back().errors[3], sum / places, 1e-5);
}

TEST(history, of_two_hundred_epochs_ends_within_a_twentieth_of_every_position) {
  Config config;
  config.epochs = 200;
  Trainer trainer(config);
  const History history = followed(trainer);
  CHECK(history.frames().size() <= 41);
  CHECK_EQ(history.frames().back().epoch, 200U);
  CHECK(history.frames().back().largest_miss < 0.05);
  CHECK(history.frames().front().largest_miss > 10);
}

TEST(history, samples_what_is_larger_than_a_page) {
  Config config;
  config.epochs = 60;
  config.samples = 5;
  config.max_seq_len = 500;
  config.vocab_size = 300;
  config.d_model = 1100;
  config.batch_size = 5;
  Trainer trainer(config);
  const History history = followed(trainer);
  CHECK_EQ(history.shown().positions.size(), 32U);
  CHECK_EQ(history.shown().positions.back(), 499U);
  CHECK(history.shown().tokens.size() < 250);
  CHECK_EQ(history.shown().columns.size(), 1024U);
  CHECK_EQ(history.frames().back().vectors.cols(), 1024U);
  CHECK_EQ(history.frames().size(), 41U);
  CHECK_EQ(history.losses().size(), 60U);
  CHECK(std::isnan(history.frames()[0].errors.back()));  // at a position without data
  CHECK_EQ(history.journeys()[0].columns.size(), 16U);
  CHECK(history.journeys()[0].sequences[0].size() <= 16);
}

TEST(history, stopped_within_an_epoch_ends_with_what_was_learned) {
  Config config;
  Trainer trainer(config);
  History history(trainer);
  for (int step = 0; step < 40; ++step) {
    history.before_step(trainer);
    trainer.step();
    history.after_step(trainer);
  }
  history.finish(trainer);
  CHECK_EQ(history.frames().size(), 3U);
  CHECK(history.frames().back().within_epoch);
  CHECK(history.frames().back().ruler == ruler(trainer.model()));
  CHECK_EQ(history.journeys().size(), 2U);
  CHECK_EQ(history.losses().size(), 1U);
}

TEST(history, has_the_loss_of_every_frame_and_three_journeys) {
  Config config;
  config.samples = 2;
  config.vocab_size = 3;
  config.d_model = 2;
  config.epochs = 1500;
  Trainer trainer(config);
  const History history = followed(trainer);
  CHECK_EQ(history.frames().size(), 41U);
  for (const Frame& frame : history.frames()) {
    bool found = frame.epoch == 0;
    for (const EpochLoss& loss : history.losses()) found = found || loss.epoch == frame.epoch;
    CHECK(found);
  }
  CHECK_EQ(history.journeys().size(), 3U);
  CHECK_EQ(history.journeys()[0].step, 1U);
  CHECK(history.journeys()[2].step > 1400);
}
