#include "report/loss_captions.h"

#include "report/said.h"

namespace {

std::string loss_of(const FollowedRun& run) { return said_of(run)["loss_said"]; }

}  // namespace

// The table has a row for position 99999, which the data never asks for.
TEST(loss_captions, measure_the_rounding_by_the_positions_of_the_data) {
  Settings settings = default_of(95);
  settings.max_seq_len = 100000;
  settings.adam.lr = 0.003;
  FollowedRun run(settings, lines_of(3, {1, 2, 3, 4}));
  CHECK(run.snapshots.losses().back().mean > 1e-5);
  CHECK_UNSAID(loss_of(run), "rounding");
}

TEST(loss_captions, round_no_share_up_to_all_and_tell_large_rises_as_factors) {
  Settings settings = default_of(400);
  settings.max_seq_len = 1;
  const std::string one = loss_of(FollowedRun(settings));
  CHECK_UNSAID(one, "e+");
  CHECK_SAID(one, "epoch 233 took off more than 99 %, the most, ");
  settings = default_of(25);
  settings.adam.lr = 0.3;
  const FollowedRun fast(settings);
  const std::vector<EpochLoss>& losses = fast.snapshots.losses();
  CHECK_SAID(loss_of(fast), "and the last made it " +
                                to_significant(losses[24].mean / losses[23].mean, 2) +
                                " times as large.");
}

// Epoch 2 adds, and no later one takes anything off that is seen.
TEST(loss_captions, call_no_epoch_the_one_that_took_off_most_where_none_did) {
  Settings settings = default_of(6);
  settings.adam.lr = 1e8;
  const std::string said = loss_of(FollowedRun(settings));
  CHECK_UNSAID(said, "the most");
  CHECK_UNSAID(said, "length of w");
  CHECK_SAID(said, "Epoch 2 added 3.8 %, and the last changed it by less than 0.01 %: none took ");
}

TEST(loss_captions, say_that_w_must_be_long_only_where_it_is) {
  Settings settings = default_of(100, "sinusoidal");
  settings.max_seq_len = 3;
  const FollowedRun run(settings);
  CHECK(captions::length_of(run.snapshots.frames().back().w) < 2);
  CHECK_UNSAID(loss_of(run), "must");
  CHECK_SAID(loss_of(run), "the position by 2; the length of w grew from 0.59 to 1.27.");
}
