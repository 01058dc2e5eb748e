#include "lesson/snapshot_numbers.h"

#include "lesson/followed_run.h"
#include "test.h"

TEST(snapshot_numbers, shares_add_up_to_the_models_prediction) {
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

TEST(snapshot_numbers, shifts_are_around_the_mean_token) {
  FollowedRun run(FollowedRun::small());
  double sum = 0;
  for (const double shift : token_shifts(run.snapshots.frames().back())) sum += shift;
  CHECK_NEAR(sum, 0, 1e-9);  // all 100 tokens are shown
}

TEST(snapshot_numbers, pairs_are_the_lower_triangle) {
  FollowedRun run(FollowedRun::small());
  const std::vector<double> pairs = pair_similarities(run.snapshots.frames().back());
  CHECK_EQ(pairs.size(), 20U * 21 / 2);
  CHECK_NEAR(pairs[0], 1, 1e-12);
  CHECK_NEAR(pairs[2], 1, 1e-12);
  CHECK(pairs[1] < 0.99);
}

TEST(snapshot_numbers, paths_lie_on_the_last_frames_axes) {
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

TEST(snapshot_numbers, without_vectors_there_are_no_paths) {
  FollowedRun run(FollowedRun::small(find_encoding("none")));
  CHECK(projection_of(run.snapshots).paths.empty());
  CHECK(pair_similarities(run.snapshots.frames().back()).empty());
}
