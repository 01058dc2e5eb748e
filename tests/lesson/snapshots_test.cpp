#include "lesson/snapshots.h"

#include "lesson/followed_run.h"
#include "lesson/ruler.h"
#include "test.h"

#include <cmath>

TEST(snapshots, has_a_frame_before_the_first_epoch_and_after_each) {
  Settings settings;
  settings.epochs = 3;
  const std::vector<double> start = ruler(Trainer(settings).model());
  FollowedRun run(settings);
  const Snapshots& snapshots = run.snapshots;
  CHECK_EQ(snapshots.frames().size(), 4U);
  CHECK(snapshots.frames().front().ruler == start);
  CHECK(snapshots.frames().back().ruler == ruler(run.trainer.model()));
  CHECK_EQ(snapshots.frames().back().epoch, 3U);
  CHECK_EQ(snapshots.losses().size(), 3U);
  CHECK_EQ(snapshots.losses()[2].last_batch, run.trainer.last_loss());
  CHECK_EQ(snapshots.losses()[2].mean, run.trainer.mean_loss());
  CHECK_EQ(snapshots.journeys().size(), 3U);
  CHECK_EQ(snapshots.journeys()[1].step, 33U);
  CHECK_EQ(snapshots.counts()[0], 1000U);
  CHECK_EQ(snapshots.counts()[19], 54U);  // src/nn/README.md says so
}

TEST(snapshots, errors_are_those_of_the_models_predictions) {
  Settings settings;
  settings.epochs = 1;
  settings.samples = settings.batch_size = 20;
  FollowedRun run(settings);
  const Snapshots& snapshots = run.snapshots;
  const Tensor& y = run.trainer.model().forward(run.trainer.batch());
  double sum = 0;
  double places = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    if (run.trainer.batch().positions()[n] != 3) continue;
    sum += std::abs(static_cast<double>(y[n]) - 3);
    places += 1;
  }
  CHECK_NEAR(snapshots.frames().back().errors[3], sum / places, 1e-5);
}

TEST(snapshots, of_two_hundred_epochs_ends_within_a_twentieth_of_every_position) {
  Settings settings;
  settings.epochs = 200;
  FollowedRun run(settings);
  const Snapshots& snapshots = run.snapshots;
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
  FollowedRun run(settings);
  const Snapshots& snapshots = run.snapshots;
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
  FollowedRun run(settings);
  const Snapshots& snapshots = run.snapshots;
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

TEST(snapshots, shares_add_up_to_the_models_prediction) {
  FollowedRun run(FollowedRun::small());
  const Snapshot& last = run.snapshots.frames().back();
  const Sequences& data = run.trainer.data();
  for (std::size_t s = 0; s < run.snapshots.shown().sequences.size(); ++s) {
    const Ids tokens(data.sequence(s), data.sequence(s) + data.length(s));
    const Tensor& y = run.trainer.model().forward(whole_batch({tokens, {0, tokens.size()}}, 100));
    const std::vector<Shares> shares = shares_of_sequence(run.snapshots, last, s);
    CHECK_EQ(shares.size(), tokens.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
      CHECK_NEAR(shares[i].sum(), y[i], 1e-5);
      CHECK_EQ(shares[i].target, i);
      CHECK_EQ(shares[i].bias, static_cast<double>(run.trainer.model().linear_bias.value[0]));
    }
  }
}

TEST(snapshots, shifts_are_around_the_mean_token) {
  FollowedRun run(FollowedRun::small());
  double sum = 0;
  for (const double shift : token_shifts(run.snapshots.frames().back())) sum += shift;
  CHECK_NEAR(sum, 0, 1e-9);  // all 100 tokens are shown
}

TEST(snapshots, pairs_are_the_lower_triangle) {
  FollowedRun run(FollowedRun::small());
  const std::vector<double> pairs = pair_similarities(run.snapshots.frames().back());
  CHECK_EQ(pairs.size(), 20U * 21 / 2);
  CHECK_NEAR(pairs[0], 1, 1e-12);
  CHECK_NEAR(pairs[2], 1, 1e-12);
  CHECK(pairs[1] < 0.99);
}

TEST(snapshots, paths_lie_on_the_last_frames_axes) {
  FollowedRun run(FollowedRun::small());
  const Projection projection = projection_of(run.snapshots);
  const auto& paths = projection.paths;
  CHECK_EQ(paths.size(), 5U);
  double first = 0;
  double second = 0;
  for (const auto& [a, b] : paths.back()) {
    first += a * a;
    second += b * b;
  }
  CHECK(first > second);
  CHECK_NEAR(first / second, projection.explained[0] / projection.explained[1], 1e-9);
  CHECK(paths.front() != paths.back());
}

TEST(snapshots, without_vectors_there_are_no_paths) {
  FollowedRun run(FollowedRun::small(find_encoding("none")));
  CHECK(projection_of(run.snapshots).paths.empty());
  CHECK(pair_similarities(run.snapshots.frames().back()).empty());
}
