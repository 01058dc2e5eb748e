#include "lesson/snapshots.h"

#include "lesson/ruler.h"

#include "test.h"

#include <cmath>

namespace {

Snapshots followed(Trainer& trainer) {
  Snapshots snapshots(trainer);
  while (!trainer.finished()) {
    snapshots.before_step(trainer);
    trainer.step();
    snapshots.after_step(trainer);
  }
  snapshots.finish(trainer);
  return snapshots;
}

}  // namespace

TEST(snapshots, has_a_frame_before_the_first_epoch_and_after_each) {
  Settings settings;
  settings.epochs = 3;
  Trainer trainer(settings);
  const std::vector<double> start = ruler(trainer.model());
  const Snapshots snapshots = followed(trainer);
  CHECK_EQ(snapshots.frames().size(), 4U);
  CHECK(snapshots.frames().front().ruler == start);
  CHECK(snapshots.frames().back().ruler == ruler(trainer.model()));
  CHECK_EQ(snapshots.frames().back().epoch, 3U);
  CHECK_EQ(snapshots.losses().size(), 3U);
  CHECK_EQ(snapshots.losses()[2].last_batch, trainer.last_loss());
  CHECK_EQ(snapshots.losses()[2].mean, trainer.mean_loss());
  CHECK_EQ(snapshots.journeys().size(), 3U);
  CHECK_EQ(snapshots.journeys()[1].step, 33U);
  CHECK_EQ(snapshots.counts()[0], 1000U);
  CHECK_EQ(snapshots.counts()[19], 54U);  // src/nn/README.md says so
}

TEST(snapshots, errors_are_those_of_the_models_predictions) {
  Settings settings;
  settings.epochs = 1;
  settings.samples = settings.batch_size = 20;
  Trainer trainer(settings);
  const Snapshots snapshots = followed(trainer);
  const Tensor& y = trainer.model().forward(trainer.batch());
  double sum = 0;
  double places = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    if (trainer.batch().positions()[n] != 3) continue;
    sum += std::abs(static_cast<double>(y[n]) - 3);
    places += 1;
  }
  CHECK_NEAR(snapshots.frames().back().errors[3], sum / places, 1e-5);
}

TEST(snapshots, of_two_hundred_epochs_ends_within_a_twentieth_of_every_position) {
  Settings settings;
  settings.epochs = 200;
  Trainer trainer(settings);
  const Snapshots snapshots = followed(trainer);
  CHECK(snapshots.frames().size() <= 41);
  CHECK_EQ(snapshots.frames().back().epoch, 200U);
  CHECK(snapshots.frames().back().largest_miss < 0.05);
  CHECK(snapshots.frames().front().largest_miss > 10);
}

TEST(snapshots, samples_what_is_larger_than_a_page) {
  Settings settings;
  settings.epochs = 60;
  settings.samples = 5;
  settings.max_seq_len = 500;
  settings.vocab_size = 300;
  settings.d_model = 1100;
  settings.batch_size = 5;
  Trainer trainer(settings);
  const Snapshots snapshots = followed(trainer);
  CHECK_EQ(snapshots.shown().positions.size(), 32U);
  CHECK_EQ(snapshots.shown().positions.back(), 499U);
  CHECK(snapshots.shown().tokens.size() < 250);
  CHECK_EQ(snapshots.shown().columns.size(), 1024U);
  CHECK_EQ(snapshots.frames().back().vectors.cols(), 1024U);
  CHECK_EQ(snapshots.frames().size(), 41U);
  CHECK_EQ(snapshots.losses().size(), 60U);
  CHECK(std::isnan(snapshots.frames()[0].errors.back()));  // at a position without data
  CHECK_EQ(snapshots.journeys()[0].columns.size(), 16U);
  CHECK(snapshots.journeys()[0].sequences[0].size() <= 16);
}

TEST(snapshots, stopped_within_an_epoch_ends_with_what_was_learned) {
  Settings settings;
  Trainer trainer(settings);
  Snapshots snapshots(trainer);
  for (int step = 0; step < 40; ++step) {
    snapshots.before_step(trainer);
    trainer.step();
    snapshots.after_step(trainer);
  }
  snapshots.finish(trainer);
  CHECK_EQ(snapshots.frames().size(), 3U);
  CHECK(snapshots.frames().back().within_epoch);
  CHECK(snapshots.frames().back().ruler == ruler(trainer.model()));
  CHECK_EQ(snapshots.journeys().size(), 2U);
  CHECK_EQ(snapshots.losses().size(), 1U);
}

TEST(snapshots, has_the_loss_of_every_frame_and_three_journeys) {
  Settings settings;
  settings.samples = 2;
  settings.vocab_size = 3;
  settings.d_model = 2;
  settings.epochs = 1500;
  Trainer trainer(settings);
  const Snapshots snapshots = followed(trainer);
  CHECK_EQ(snapshots.frames().size(), 41U);
  for (const Snapshot& frame : snapshots.frames()) {
    bool found = frame.epoch == 0;
    for (const EpochLoss& loss : snapshots.losses()) found = found || loss.epoch == frame.epoch;
    CHECK(found);
  }
  CHECK_EQ(snapshots.journeys().size(), 3U);
  CHECK_EQ(snapshots.journeys()[0].step, 1U);
  CHECK(snapshots.journeys()[2].step > 1400);
}
