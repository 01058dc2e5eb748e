#include "lesson/observations.h"

#include "core/statistics.h"
#include "lesson/followed_run.h"
#include "lesson/geometry.h"
#include "lesson/ruler.h"
#include "test.h"

#include <algorithm>
#include <cmath>

namespace {

// A run and all of its frames.
struct WholeRun : FollowedRun {
  explicit WholeRun(const Settings& run_settings)
      : FollowedRun(run_settings), projection(projection_of(snapshots)) {}
  RunSoFar so_far() const {
    return run_so_far(snapshots, settings, projection, snapshots.frames().size() - 1);
  }
  Projection projection;
};

Settings ten_samples() {
  Settings settings;
  settings.samples = 10;
  settings.epochs = 300;
  settings.adam.lr = 0.01;
  return settings;
}

double dot_of(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

double cosine_of(const std::vector<double>& a, const std::vector<double>& b) {
  return dot_of(a, b) / std::sqrt(dot_of(a, a) * dot_of(b, b));
}

}  // namespace

TEST(observations, a_course_has_its_ends_and_extremes) {
  WholeRun run((Settings()));
  const std::vector<Snapshot>& frames = run.snapshots.frames();
  const Course spread = course_of(run.so_far(), &Snapshot::token_spread);
  CHECK_EQ(spread.first, frames[0].token_spread);
  CHECK_EQ(spread.last, frames[25].token_spread);
  CHECK_EQ(spread.most, frames[spread.most_at].token_spread);
  for (const Snapshot& frame : frames) {
    CHECK(frame.token_spread <= spread.most);
    CHECK(frame.token_spread >= spread.least);
  }
  CHECK_EQ(spread.least, spread.last);
  CHECK_EQ(spread.most_at, 12U);
}

TEST(observations, the_pace_is_seen_when_the_middle_position_has_come_half_its_way) {
  WholeRun run((Settings()));
  const std::vector<Snapshot>& frames = run.snapshots.frames();
  const Pace pace = pace_of(run.so_far());
  CHECK(pace.known);
  CHECK_EQ(pace.middle, 10U);
  CHECK_EQ(pace.last, 19U);
  const std::vector<double>& start = frames[0].ruler;
  const std::vector<double>& then = frames[pace.frame].ruler;
  CHECK(frames[pace.frame - 1].ruler[10] < (start[10] + 10) / 2);
  CHECK(then[10] >= (start[10] + 10) / 2);
  CHECK_NEAR(pace.way, (then[10] - start[10]) / (10 - start[10]), 1e-12);
  const std::vector<double> moved = distances(frames[pace.frame].vectors, frames[0].vectors);
  CHECK_EQ(pace.of_middle, moved[10]);
  CHECK_EQ(pace.of_last, moved[19]);
  for (std::size_t i = 10; i < 20; ++i) CHECK(moved[i] >= pace.least && moved[i] <= pace.most);
  CHECK_EQ(moved[pace.slowest], pace.least);
  CHECK(*std::min_element(moved.begin(), moved.end()) < pace.least);  // of the first half
  CHECK(std::find(moved.begin() + 10, moved.end(), pace.most) != moved.end());
  Settings settings;
  settings.epochs = 2;
  CHECK(!pace_of(WholeRun(settings).so_far()).known);
  settings.epochs = 30;
  settings.max_seq_len = 3;
  CHECK(!pace_of(WholeRun(settings).so_far()).known);
  settings = Settings();
  settings.adam.lr = 0.01;  // within the epoch that brings it half its way, it comes farther
  CHECK(!pace_of(WholeRun(settings).so_far()).known);
}

// Positions 17 to 19 are in none of these ten sequences.
TEST(observations, the_pace_is_of_positions_that_are_trained) {
  Settings settings = ten_samples();
  settings.adam.lr = 0.001;
  WholeRun run(settings);
  const Pace pace = pace_of(run.so_far());
  CHECK(pace.known);
  CHECK_EQ(pace.middle, 8U);
  CHECK_EQ(pace.last, 16U);
  CHECK(pace.least > 0.5);
}

TEST(observations, arrived_are_those_within_half_a_position) {
  WholeRun run(ten_samples());
  const Model<float>& model = run.trainer.model();
  const std::vector<double> of_tokens =
      shares(model.token_embedding.value, model.linear_weight.value);
  std::vector<double> named;
  for (std::size_t t = 0; t < of_tokens.size(); ++t) {
    const Ids& tokens = run.trainer.data().tokens;
    if (std::find(tokens.begin(), tokens.end(), static_cast<std::int32_t>(t)) != tokens.end()) {
      named.push_back(of_tokens[t]);
    }
  }
  const double lift = statistics::mean(named) - statistics::mean(of_tokens);
  const std::vector<double> all = ruler(model);
  std::size_t count = 0;
  std::size_t over_named = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    count += std::abs(all[i] - static_cast<double>(i)) < 0.5 ? 1 : 0;
    over_named += std::abs(all[i] + lift - static_cast<double>(i)) < 0.5 ? 1 : 0;
  }
  const Arrived there = arrived(run.so_far());
  CHECK_EQ(there.count, count);
  CHECK_EQ(there.over_named, over_named);
  CHECK(over_named > count + 5);
}

TEST(observations, the_loss_falls_by_shares) {
  WholeRun run((Settings()));
  const std::vector<EpochLoss>& losses = run.snapshots.losses();
  const LossFall fall = loss_fall(run.so_far());
  CHECK(fall.known && fall.every_epoch);
  CHECK_EQ(fall.first, losses[0].mean);
  CHECK_EQ(fall.last, losses[24].mean);
  CHECK_EQ(fall.first_share, 1 - losses[1].mean / losses[0].mean);
  CHECK_EQ(fall.last_share, 1 - losses[24].mean / losses[23].mean);
  CHECK_EQ(fall.most_share,
           1 - losses[fall.most_epoch - 1].mean / losses[fall.most_epoch - 2].mean);
  CHECK(fall.least_share <= fall.first_share);
  Settings settings = FollowedRun::small();
  settings.epochs = 1;
  CHECK(!loss_fall(WholeRun(settings).so_far()).known);
  settings.epochs = 1500;
  settings.samples = settings.max_seq_len = 2;
  CHECK(!loss_fall(WholeRun(settings).so_far()).every_epoch);
}

TEST(observations, tokens_that_the_data_does_not_name_are_told_apart) {
  WholeRun run(ten_samples());
  const TokensSeen seen = tokens_seen(run.so_far());
  const Model<float>& model = run.trainer.model();
  const std::vector<double> all = shares(model.token_embedding.value, model.linear_weight.value);
  std::vector<double> named;
  std::vector<double> others;
  for (std::size_t t = 0; t < all.size(); ++t) {
    const Ids& tokens = run.trainer.data().tokens;
    const bool is_named =
        std::find(tokens.begin(), tokens.end(), static_cast<std::int32_t>(t)) != tokens.end();
    (is_named ? named : others).push_back(all[t]);
  }
  CHECK_EQ(seen.unseen, others.size());
  CHECK_NEAR(seen.spread_seen, statistics::standard_deviation(named), 1e-9);
  CHECK_NEAR(seen.spread_unseen, statistics::standard_deviation(others), 1e-9);
}

TEST(observations, movement_is_measured_along_the_last_w) {
  WholeRun run((Settings()));
  const VectorMovement movement = movement_of(run.so_far());
  const Tensor start = Trainer(run.settings).model().pos_embedding.value;
  const Model<float>& model = run.trainer.model();
  const std::vector<double> w(model.linear_weight.value.begin(), model.linear_weight.value.end());
  std::vector<double> signs;
  for (const double weight : w) signs.push_back(weight > 0 ? 1 : -1);
  std::vector<double> along_w;
  std::vector<double> positions;
  double all = 0;
  double along = 0;
  double longest = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    CONTEXT("i " << i);
    std::vector<double> moved;
    std::vector<double> row;
    for (std::size_t j = 0; j < 16; ++j) {
      row.push_back(model.pos_embedding.value.row(i)[j]);
      moved.push_back(row.back() - start.row(i)[j]);
    }
    along_w.push_back(dot_of(row, w));
    positions.push_back(static_cast<double>(i));
    all += dot_of(moved, moved);
    along += dot_of(moved, w) * dot_of(moved, w) / dot_of(w, w);
    longest = std::max(longest, dot_of(moved, moved));
    if (i != movement.farthest) continue;
    CHECK_NEAR(movement.cosine_w, cosine_of(moved, w), 1e-9);
    CHECK_NEAR(movement.cosine_signs, cosine_of(moved, signs), 1e-9);
    CHECK_EQ(dot_of(moved, moved), longest);
  }
  CHECK_NEAR(movement.along_w, along / all, 1e-9);
  CHECK_NEAR(movement.correlation_last, statistics::correlation(along_w, positions), 1e-9);
  CHECK(movement.correlation_first < movement.correlation_last);
  CHECK_EQ(movement.trained, 20U);
}

TEST(observations, order_along_w_is_of_the_positions_that_are_trained) {
  WholeRun run(ten_samples());
  const Projection projection = projection_of(run.snapshots);
  const VectorMovement movement = movement_of(run.so_far());
  CHECK_EQ(movement.trained, 17U);
  std::vector<double> along_w;
  std::vector<double> positions;
  for (std::size_t i = 0; i < 17; ++i) {
    along_w.push_back(projection.paths.back()[i][0]);
    positions.push_back(static_cast<double>(i));
  }
  CHECK_NEAR(movement.correlation_last, statistics::correlation(along_w, positions), 1e-12);
}

// Of 16 waves, the fourth sine is the fastest that rises all the way: sin(19 / 10000^(6/16)).
TEST(observations, the_largest_rise_is_of_a_wave_that_rises_all_the_way) {
  WholeRun run(FollowedRun::small(find_encoding("sinusoidal")));
  CHECK_NEAR(largest_rise(run.snapshots.frames()[0]), 0.5653, 1e-4);
  CHECK_EQ(
      largest_rise(FollowedRun(FollowedRun::small(find_encoding("none"))).snapshots.frames()[0]),
      0.0);
}

TEST(observations, likeness_is_of_the_ends_and_of_neighbours) {
  WholeRun run((Settings()));
  const Likeness likeness = likeness_of(run.so_far());
  const std::vector<double> first = pair_similarities(run.snapshots.frames().front());
  const std::vector<double> last = pair_similarities(run.snapshots.frames().back());
  CHECK_EQ(likeness.ends_first, first[19 * 20 / 2]);
  CHECK_EQ(likeness.ends_last, last[19 * 20 / 2]);
  double sum = 0;
  for (std::size_t i = 1; i < 20; ++i) sum += last[i * (i + 1) / 2 + i - 1];
  CHECK_NEAR(likeness.neighbours_last, sum / 19, 1e-12);
  CHECK(likeness.has_neighbours && !likeness.by_distance);
  Settings settings = FollowedRun::small();
  settings.max_seq_len = 40;  // of which 32 are shown
  CHECK(!likeness_of(WholeRun(settings).so_far()).has_neighbours);
  settings.max_seq_len = 1;
  CHECK(!likeness_of(WholeRun(settings).so_far()).known);
}

TEST(observations, adams_roots_are_those_of_the_last_journey) {
  WholeRun run(FollowedRun::small());
  const AdamRoots roots = adam_roots(run.so_far());
  CHECK(roots.known);
  CHECK(roots.least > 0 && roots.least < roots.most);
  const Journey& journey = run.snapshots.journeys().back();
  const AdamStep<double> adam(run.settings.adam, journey.step);
  double least = 1e9;
  double most = 0;
  for (const auto& [position, row] : journey.positions) {
    for (const float v : row.v) {
      least = std::min(least, std::sqrt(static_cast<double>(v)) / adam.root_correction2);
      most = std::max(most, std::sqrt(static_cast<double>(v)) / adam.root_correction2);
    }
  }
  CHECK_EQ(roots.least, least);
  CHECK_EQ(roots.most, most);
  const Journey& second = run.snapshots.journeys()[1];
  const float v = second.positions.begin()->second.v[0];
  const AdamRoots then = adam_roots(
      run_so_far(run.snapshots, run.settings, run.projection, 2));  // before the third frame
  const double root =
      std::sqrt(double{v}) / AdamStep<double>(run.settings.adam, second.step).root_correction2;
  CHECK(then.least <= root && root <= then.most && then.most != roots.most);
  CHECK(!adam_roots(WholeRun(FollowedRun::small(find_encoding("none"))).so_far()).known);
}
