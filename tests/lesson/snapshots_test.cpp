#include "lesson/snapshots.h"

#include "lesson/followed_run.h"
#include "lesson/ruler.h"
#include "test.h"
#include "training/evaluation.h"

#include <cmath>

TEST(snapshots, has_a_frame_before_the_first_epoch_and_after_each) {
  Settings settings = settings_of("--epochs 3");
  const std::vector<double> start = ruler(Trainer(settings).model());
  FollowedRun run(settings);
  CHECK_EQ(run.seen.frames.size(), 4U);
  CHECK(run.seen.frames.front().ruler == start);
  CHECK(run.seen.frames.back().ruler == ruler(run.trainer.model()));
  CHECK_EQ(run.seen.frames.back().epoch, 3U);
  CHECK_EQ(run.seen.losses.size(), 3U);
  CHECK_EQ(run.seen.losses[2].last_batch, run.trainer.last_loss());
  CHECK_EQ(run.seen.losses[2].mean, run.trainer.mean_loss());
  CHECK_EQ(run.seen.journeys.size(), 3U);
  CHECK_EQ(run.seen.journeys[1].step, 33U);
  CHECK_EQ(run.seen.counts[0], 1000U);
  CHECK_EQ(run.seen.counts[14], 286U);  // src/nn/README.md says so, of 19, too
  CHECK_EQ(run.seen.counts[19], 54U);
}

TEST(snapshots, errors_on_fresh_sequences_tell_what_was_learned_by_heart) {
  Settings settings = settings_of("--samples 10 --epochs 1000");
  for (const std::size_t layers : {0U, 1U}) {
    CONTEXT("layers " << layers);
    settings.stack.layers = layers;
    settings.epochs = layers == 0 ? 1000 : 300;
    FollowedRun run(settings);
    const Snapshot& last = run.seen.frames.back();
    CHECK(last.mean_error < 0.5);
    CHECK(last.mean_fresh > 2 * last.mean_error);
    const Sequences fresh = fresh_sequences(settings, run.seen.fresh_sequences);
    CHECK_EQ(fresh.count(), 200U);
    const PlainMeans plain(run.trainer.model(), fresh, 3);
    CHECK_NEAR(last.fresh[3], plain.error, 1e-4);
    CHECK_NEAR(last.mean_fresh, plain.of_all, 1e-4);
    const PlainMeans on_data(run.trainer.model(), run.trainer.data(), 3);
    CHECK_NEAR(last.errors[3], on_data.error, 1e-4);
    CHECK_NEAR(last.mean_error, on_data.of_all, 1e-4);
  }
}

// Positions 3 and 4 are in no sequence of the data.
TEST(snapshots, errors_on_fresh_sequences_are_told_apart_by_what_the_data_names) {
  Settings settings = FollowedRun::small();
  settings.max_seq_len = 5;
  settings.epochs = 3;
  FollowedRun run(settings, Sequences{{2, 0, 2, 2, 0, 7}, {0, 3, 5, 6}});
  const Snapshot& last = run.seen.frames.back();
  const Sequences fresh = fresh_sequences(settings, run.seen.fresh_sequences);
  std::vector<double> places(5);
  for (std::size_t s = 0; s < fresh.count(); ++s) {
    for (std::size_t i = 0; i < fresh.length(s); ++i) places[i] += 1;
  }
  const auto mean = [&](const std::vector<double>& errors, std::size_t from, std::size_t to) {
    double sum = 0;
    double count = 0;
    for (std::size_t i = from; i < to; ++i) {
      sum += errors[i] * places[i];
      count += places[i];
    }
    return sum / count;
  };
  CHECK_NEAR(last.fresh_parts.named, mean(last.fresh, 0, 3), 1e-12);
  CHECK_NEAR(last.fresh_parts.others, mean(last.fresh, 3, 5), 1e-12);
  CHECK_NEAR(last.fresh_parts.on_data, mean(last.errors, 0, 3), 1e-12);
  CHECK_NEAR(last.mean_fresh, mean(last.fresh, 0, 5), 1e-12);
  const std::vector<double>& tokens = last.token_shares;
  CHECK_NEAR(last.mean_named_share, (tokens[0] + tokens[2] + tokens[7]) / 3, 1e-12);
  CHECK(std::isnan(FollowedRun(FollowedRun::small()).seen.frames[0].fresh_parts.others));
}

TEST(snapshots, of_a_run_resumed_within_an_epoch_begin_there) {
  Settings settings = FollowedRun::small();
  settings.batch_size = 10;
  Trainer trainer(settings);
  for (int step = 0; step < 6; ++step) trainer.step();
  Snapshots snapshots(trainer);
  follow(snapshots, trainer);
  CHECK(snapshots.run().frames.front().within_epoch);
  CHECK_EQ(snapshots.run().frames.front().epoch, 1U);
  CHECK(!snapshots.run().frames[1].within_epoch);
  CHECK_EQ(snapshots.run().journeys[0].step, 7U);
  CHECK_EQ(snapshots.run().journeys[0].epoch, 2U);
}

TEST(snapshots, samples_what_is_larger_than_a_page) {
  Settings settings = settings_of(
      "--epochs 60 --samples 5 --max-seq-len 500 --vocab-size 300 --d-model 1100 --batch-size 5");
  FollowedRun run(settings);
  CHECK_EQ(run.seen.shown.positions.size(), 32U);
  CHECK_EQ(run.seen.shown.positions.back(), 499U);
  CHECK(run.seen.shown.tokens.size() < 250);
  CHECK_EQ(run.seen.shown.columns.size(), 1024U);
  CHECK_EQ(run.seen.frames.back().vectors.cols(), 1024U);
  CHECK_EQ(run.seen.frames.size(), 41U);
  CHECK_EQ(run.seen.losses.size(), 60U);
  CHECK(std::isnan(run.seen.frames[0].errors.back()));  // at a position without data
  CHECK(run.seen.frames[0].fresh_parts.others > 0);     // some without fresh ones
  CHECK_EQ(run.seen.journeys[0].columns.size(), 16U);
  CHECK_EQ(run.seen.journeys[0].sequence.size(), 6U);
}

TEST(snapshots, stopped_within_an_epoch_ends_with_what_was_learned) {
  const FollowedRun run(Settings(), std::nullopt, 40);
  CHECK_EQ(run.seen.frames.size(), 3U);
  CHECK(run.seen.frames.back().within_epoch);
  CHECK(run.seen.frames.back().ruler == ruler(run.trainer.model()));
  CHECK_EQ(run.seen.journeys.size(), 2U);
  CHECK_EQ(run.seen.losses.size(), 1U);
}

TEST(snapshots, stopped_after_an_epoch_that_is_not_shown_ends_with_it) {
  Settings settings = FollowedRun::small();
  settings.epochs = 200;
  const FollowedRun run(settings, std::nullopt, 3 * 2);  // batches
  CHECK_EQ(run.seen.frames.size(), 2U);
  CHECK(!run.seen.frames.back().within_epoch);
  CHECK_EQ(run.seen.frames.back().epoch, 3U);
}

TEST(snapshots, so_far_are_those_of_a_run_that_stops_there_and_change_nothing) {
  for (const std::size_t layers : {0U, 1U}) {
    CONTEXT("layers " << layers);
    Settings settings = FollowedRun::small();
    settings.epochs = 200;
    settings.stack.layers = layers;
    Trainer trainer(settings);
    Snapshots snapshots(trainer);
    follow(snapshots, trainer, 3 * trainer.batches_per_epoch());
    const RunSeen stopped = snapshots.run();
    Trainer other(settings);
    Snapshots others(other);
    for (std::size_t step = 0; step < 8 * other.batches_per_epoch(); ++step) {
      others.before_step(other);
      other.step();
      others.after_step(other);
      if (other.epoch_ended() && other.epochs_done() == 3) {
        const RunSeen seen = others.so_far(other);
        CHECK(seen.goes_on);
        CHECK_EQ(seen.weights, stopped.weights);
        CHECK_EQ(seen.frames.size(), 2U);
        CHECK_EQ(seen.frames.back().epoch, 3U);
        CHECK_EQ(seen.losses.size(), stopped.losses.size());
        CHECK_EQ(seen.projection.paths.size(), stopped.projection.paths.size());
      }
    }
    CHECK(!others.run().goes_on);
    CHECK_EQ(others.run().frames.size(), 2U);  // of epochs 0 and 5
    CHECK_EQ(others.run().frames.back().epoch, 5U);
    CHECK_EQ(others.run().journeys.size(), 2U);
    CHECK_EQ(others.run().losses.size(), 8U);
  }
}

TEST(snapshots, show_no_frame_of_which_a_number_is_infinite) {
  for (const std::size_t layers : {0U, 1U}) {
    CONTEXT("layers " << layers);
    Settings settings = FollowedRun::small();
    settings.stack.layers = layers;
    Trainer trainer(settings);
    Snapshots snapshots(trainer);
    trainer.step();
    trainer.model().linear_bias.value[0] = std::numeric_limits<float>::infinity();
    snapshots.finish(trainer);
    CHECK_EQ(snapshots.run().frames.size(), 1U);
    CHECK_EQ(snapshots.run().frames_left_out, 1U);
  }
}

TEST(snapshots, look_at_one_fresh_sequence_however_long) {
  Settings settings = FollowedRun::small();
  settings.max_seq_len = 9000;
  settings.samples = 1;
  CHECK_EQ(Snapshots(Trainer(settings)).run().fresh_sequences, 1U);
}

TEST(snapshots, has_the_loss_of_every_frame_and_a_journey_after_it) {
  Settings settings = settings_of("--samples 2 --vocab-size 3 --d-model 2 --epochs 1500");
  FollowedRun run(settings);
  CHECK_EQ(run.seen.frames.size(), 41U);
  for (const Snapshot& frame : run.seen.frames) {
    bool found = frame.epoch == 0;
    for (const EpochLoss& loss : run.seen.losses) found = found || loss.epoch == frame.epoch;
    CHECK(found);
  }
  CHECK_EQ(run.seen.journeys.size(), 40U);
  for (const Journey& journey : run.seen.journeys) {
    CHECK_EQ(journey.step, run.seen.frames[journey.frame].epoch + 1);  // one batch an epoch
  }
  CHECK_EQ(run.seen.journeys.back().frame, 39U);
}

TEST(snapshots, shares_add_up_to_the_models_prediction) {
  FollowedRun run(FollowedRun::small());
  const Snapshot& last = run.seen.frames.back();
  const Sequences& data = run.trainer.data();
  for (std::size_t s = 0; s < run.seen.shown.sequences.size(); ++s) {
    CONTEXT("s " << s);
    const Ids tokens(data.sequence(s), data.sequence(s) + data.length(s));
    const Tensor& y = run.trainer.model().forward(whole_batch({tokens, {0, tokens.size()}}, 100));
    const std::vector<Prediction> shares = shares_of_sequence(run.seen.shown, last, s);
    CHECK_EQ(shares.size(), tokens.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
      CONTEXT("i " << i);
      CHECK_NEAR(shares[i].predicted, y[i], 1e-5);
      CHECK_EQ(shares[i].position, i);
      CHECK_EQ(shares[i].bias, static_cast<double>(run.trainer.model().linear_bias.value[0]));
    }
  }
}

TEST(snapshots, shifts_are_around_the_mean_token) {
  FollowedRun run(FollowedRun::small());
  double sum = 0;
  for (const double shift : token_shifts(run.seen.frames.back())) sum += shift;
  CHECK_NEAR(sum, 0, 1e-9);  // all 100 tokens are shown
}

TEST(snapshots, pairs_are_the_lower_triangle) {
  FollowedRun run(FollowedRun::small());
  const std::vector<double> pairs = pair_similarities(run.seen.frames.back());
  CHECK_EQ(pairs.size(), 20U * 21 / 2);
  CHECK_NEAR(pairs[0], 1, 1e-12);
  CHECK_NEAR(pairs[2], 1, 1e-12);
  CHECK(pairs[1] < 0.99);
}

TEST(snapshots, paths_show_what_the_linear_layer_reads) {
  FollowedRun run(FollowedRun::small());
  const Projection projection = run.seen.projection;
  CHECK_EQ(projection.paths.size(), 5U);
  CHECK_EQ(projection.arrows.size(), 5U);
  CHECK_NEAR(projection.arrows.back()[0], 1, 1e-12);
  CHECK_NEAR(projection.arrows.back()[1], 0, 1e-12);
  CHECK(projection.arrows.front()[0] < 0.999);
  // The first coordinate is w·P[i] over the length of w, so it differs as the ruler does.
  const Snapshot& last = run.seen.frames.back();
  double squares = 0;
  for (const double weight : last.w) squares += weight * weight;
  const std::vector<Coordinates>& path = projection.paths.back();
  for (std::size_t i = 1; i < path.size(); ++i) {
    CONTEXT("i " << i);
    CHECK_NEAR((path[i][0] - path[0][0]) * std::sqrt(squares), last.ruler[i] - last.ruler[0], 1e-5);
  }
  CHECK(projection.paths.front() != path);
}

TEST(snapshots, have_the_losses_of_the_epoch_where_a_long_run_stops) {
  // Of the epochs a third is shown.
  const FollowedRun run(settings_of("--samples 20 --epochs 3000"), std::nullopt, 4);
  CHECK_EQ(run.seen.frames.back().epoch, 4U);
  std::vector<std::size_t> epochs;
  for (const EpochLoss& loss : run.seen.losses) epochs.push_back(loss.epoch);
  CHECK(epochs == std::vector<std::size_t>({3, 4}));
  CHECK_EQ(run.seen.losses.back().last_batch, run.trainer.last_loss());
}
