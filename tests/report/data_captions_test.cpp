#include "report/data_captions.h"

#include "report/said.h"

#include "core/decimal.h"
#include "lesson/geometry.h"

#include <algorithm>
#include <cmath>

namespace {

std::string data_of(const FollowedRun& run) { return said_of(run)["data_said"]; }
std::string digits(double value) { return to_significant(value, 3); }

// How far the vector of position 19 had moved, in percent of position 10's.
std::string percent_of_ten(const FollowedRun& run, std::size_t frame) {
  const std::vector<Snapshot>& frames = run.snapshots.frames();
  const std::vector<double> moved = distances(frames[frame].vectors, frames[0].vectors);
  return to_fixed(100 * moved[19] / moved[10], 0) + " %";
}

}  // namespace

TEST(data_captions, tell_how_far_the_vector_of_a_rare_position_moves) {
  FollowedRun run((Settings()));
  CHECK_SAID(data_of(run),
             "Position 19 is trained 54 times in an epoch, position 10 is trained 487 "
             "times; after epoch 10 the vector of 19 had moved " +
                 percent_of_ten(run, 10) + " as far as that of 10.");
  CHECK_SAID(data_of(run), "Adam divides by the size of past gradients, so being rare slows it");
  CHECK_EQ(percent_of_ten(run, 10), "88 %");
}

// What lifts every dot of the ruler is no vector's movement: here the bias and the mean token are
// nearly half of what position 19 climbs.
TEST(data_captions, do_not_count_what_all_positions_share) {
  Settings settings = default_of(200);
  settings.d_model = 1;
  FollowedRun run(settings);
  CHECK_UNSAID(data_of(run), "climbed");
  CHECK_SAID(data_of(run), "the vector of 19 had moved " + percent_of_ten(run, 7));
}

TEST(data_captions, where_adam_does_not_divide_the_rare_position_is_left_behind) {
  FollowedRun run(undivided());
  CHECK_UNSAID(data_of(run), "slows it little");
  CHECK_SAID(data_of(run), "the rare position is left behind");
  CHECK_SAID(data_of(run), "had moved " + percent_of_ten(run, 3) + " as far");
  CHECK_EQ(percent_of_ten(run, 3), "26 %");
}

// ε is about as large as what it is added to: neither sentence holds.
TEST(data_captions, give_no_reason_where_there_is_none) {
  Settings settings;
  settings.adam.eps = 0.3;
  settings.adam.lr = 0.02;
  FollowedRun run(settings);
  CHECK_SAID(data_of(run), "had moved " + percent_of_ten(run, 1) + " as far as that of 10.");
  CHECK_UNSAID(data_of(run), "Adam divides");
  for (const char* encoding : {"sinusoidal", "none"}) {
    CONTEXT("encoding " << encoding);
    CHECK_UNSAID(data_of(FollowedRun(default_of(25, encoding))), "is trained");
  }
  settings = Settings();
  settings.stack.layers = 1;
  settings.epochs = 3;
  CHECK_UNSAID(data_of(FollowedRun(settings)), "is trained");
}

TEST(data_captions, tell_the_errors_over_all_places) {
  FollowedRun run((Settings()));
  const Snapshot& last = run.snapshots.frames().back();
  CHECK_SAID(data_of(run), "to " + digits(last.mean_error) + " positions.");
  CHECK_SAID(data_of(run), "On fresh sequences it is " + digits(last.mean_fresh) + ". ");
}

TEST(data_captions, tell_the_error_at_positions_that_the_data_lacks_apart) {
  Settings settings = default_of(1000);
  settings.max_seq_len = 30;
  FollowedRun run(settings, shortened(20, 20));
  const Snapshot& last = run.snapshots.frames().back();
  CHECK_UNSAID(data_of(run), "knows its own");
  CHECK(last.mean_fresh > 500 * last.mean_error);  // all of which is at these ten
  const auto [least, most] = std::minmax_element(last.fresh.begin() + 20, last.fresh.end());
  CHECK(last.fresh_parts.others > *least && last.fresh_parts.others < *most);
  CHECK_SAID(data_of(run), "On fresh sequences it is " + digits(last.mean_fresh) +
                               ": at the 10 positions that the data lacks it is " +
                               digits(last.fresh_parts.others) + ", elsewhere " +
                               digits(last.fresh_parts.named) +
                               ", about as at the same positions of training places.");
  settings.max_seq_len = 21;
  settings.epochs = 1;
  CHECK_SAID(data_of(FollowedRun(settings, shortened(20, 20))),
             ": at the position that the data lacks it is ");
}

TEST(data_captions, tell_what_was_learned_by_heart) {
  FollowedRun run(ten_samples());
  const FreshErrors& parts = run.snapshots.frames().back().fresh_parts;
  CHECK_SAID(data_of(run), ", elsewhere " + digits(parts.named) + ", " +
                               digits(parts.named / parts.on_data) +
                               " times as large as at the same positions of training places: the "
                               "model knows its own sequences better than others.");
  Settings settings = ten_samples();
  settings.max_seq_len = 3;  // of which the data has all
  CHECK_UNSAID(data_of(FollowedRun(settings)), "lacks");
  CHECK_SAID(data_of(FollowedRun(settings)), "times as large as at the same positions");
}

// Where long sequences are rarer in the data than among the fresh ones, so are the positions of
// large errors; that is no learning by heart.
TEST(data_captions, compare_the_same_positions) {
  FollowedRun run(Settings(), shortened(5, 20));
  const Snapshot& last = run.snapshots.frames().back();
  CHECK(last.mean_fresh > 2 * last.mean_error);
  for (std::size_t i = 10; i < 20; ++i) CHECK(last.fresh[i] < 1.2 * last.errors[i]);
  CHECK_UNSAID(data_of(run), "knows its own");
}

// Nothing is known before the first step, whatever chance makes of a few places.
TEST(data_captions, of_an_untrained_model_do_not_say_what_it_knows) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    CONTEXT("seed " << seed);
    Settings settings = default_of(0);
    settings.seed = seed;
    settings.max_seq_len = 2;
    settings.samples = 1;
    FollowedRun run(settings);
    CHECK_UNSAID(data_of(run), "knows its own");
  }
}

// Of the watched sequences, the first, none reaches positions that later ones have.
TEST(data_captions, of_layers_do_not_compare_with_what_was_not_watched) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  settings.epochs = 1;
  Sequences data = {Ids(5000), {0}};
  while (data.starts.back() < 4900) data.starts.push_back(data.starts.back() + 5);
  while (data.starts.back() < 5000) data.starts.push_back(data.starts.back() + 20);
  FollowedRun run(settings, data);
  CHECK(std::isnan(run.snapshots.frames().back().fresh_parts.on_data));
  const std::string said = data_of(run);
  CHECK_SAID(said,
             "On fresh sequences it is " + digits(run.snapshots.frames().back().mean_fresh) + ". ");
}

TEST(data_captions, of_layers_name_no_unit_of_another_target) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  settings.target = &kTargets[1];
  CHECK_UNSAID(data_of(FollowedRun(settings)), "positions.");
}
