#include "lesson/observations.h"

#include "lesson/followed_run.h"
#include "test.h"

#include <algorithm>
#include <cmath>

// Of 16 waves, the fourth sine is the fastest that rises all the way: sin(19 / 10000^(6/16)).
TEST(observations, the_largest_rise_is_of_a_wave_that_rises_all_the_way) {
  const FollowedRun run(FollowedRun::small(find_encoding("sinusoidal")));
  CHECK_NEAR(largest_rise(run.snapshots.frames()[0]), 0.5653, 1e-4);
  CHECK_EQ(
      largest_rise(FollowedRun(FollowedRun::small(find_encoding("none"))).snapshots.frames()[0]),
      0.0);
}

TEST(observations, adams_roots_are_those_of_the_last_journey) {
  const FollowedRun run(FollowedRun::small());
  const Projection projection = projection_of(run.snapshots);
  const auto roots_at = [&](std::size_t frame) {
    return adam_roots(run_so_far(run.snapshots, run.settings, projection, frame));
  };
  const AdamRoots roots = roots_at(4);
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
  const AdamRoots then = roots_at(2);  // before the third frame
  const double root =
      std::sqrt(double{v}) / AdamStep<double>(run.settings.adam, second.step).root_correction2;
  CHECK(then.least <= root && root <= then.most && then.most != roots.most);
  CHECK(!roots_at(0).known);
}
