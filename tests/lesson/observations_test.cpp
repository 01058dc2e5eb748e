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

// Of 16 waves, the fourth sine is the fastest that rises all the way: sin(19 / 10000^(6/16)).
TEST(observations, the_largest_rise_is_of_a_wave_that_rises_all_the_way) {
  WholeRun run(FollowedRun::small(find_encoding("sinusoidal")));
  CHECK_NEAR(largest_rise(run.snapshots.frames()[0]), 0.5653, 1e-4);
  CHECK_EQ(
      largest_rise(FollowedRun(FollowedRun::small(find_encoding("none"))).snapshots.frames()[0]),
      0.0);
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
