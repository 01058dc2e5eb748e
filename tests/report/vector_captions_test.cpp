#include "report/said.h"

#include <cmath>

namespace {

// Two or more vectors of length 1, each by its angle in degrees.
void set_angles(Snapshot& frame, const std::vector<double>& degrees) {
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    float* row = frame.vectors.row(i);
    std::fill(row, row + frame.vectors.cols(), 0.0F);
    row[0] = static_cast<float>(std::cos(degrees[i] * std::acos(-1.0) / 180));
    row[1] = static_cast<float>(std::sin(degrees[i] * std::acos(-1.0) / 180));
  }
}

Told run_of(std::size_t positions, const char* encoding = "learned") {
  Settings settings = default_of(2, encoding);
  settings.samples = 40;
  settings.max_seq_len = positions;
  return Told(settings);
}

}  // namespace

// The cosine of 60 degrees is 0.5, of 66.5 0.399, of 66.4 0.400, of 53.2 0.599.
TEST(vector_captions, call_a_likeness_changed_that_is_seen_to) {
  Told run = run_of(2);
  set_angles(run.first(), {0, 60});
  const auto said_of = [&](double degrees) {
    set_angles(run.now(), {0, degrees});
    return run.said("similarity");
  };
  CHECK_EQ(said_of(66.5),
           "The first and the last position became less alike: 0.50 before the first step, 0.40 "
           "after epoch 2. Neighbours became less alike: in the mean 0.50 before the first step, "
           "0.40 after epoch 2.");
  CHECK_SAID(said_of(66.3), "The first and the last position stayed about as alike as they were: ");
  CHECK_SAID(said_of(66.3), "Neighbours stayed about as alike as they were: in the mean 0.50 ");
  CHECK_SAID(said_of(53.2), "The first and the last position stayed about as alike as they were: ");
  CHECK_SAID(said_of(53.0), "The first and the last position became more alike: 0.50 before the ");
  CHECK_SAID(said_of(53.0),
             "Neighbours became more alike: in the mean 0.50 before the first step,");
  run.shown.positions = {0, 7};
  CHECK_UNSAID(run.said("similarity"), "Neighbours");
}

TEST(vector_captions, of_waves_tell_distances) {
  CHECK_EQ(default_run("sinusoidal").said("similarity"),
           "Nothing moves, since the waves are fixed. Likeness depends only on the distance: it "
           "falls from 1 to 0.46 at distance 10, then rises again, to 0.80 at distance 19, as the "
           "fast waves come round.");
  Told run = run_of(4, "sinusoidal");
  const auto said_of = [&](const std::vector<double>& degrees) {
    set_angles(run.now(), degrees);
    return run.said("similarity");
  };
  CHECK_SAID(said_of({0, 30, 60, 90}), "it falls from 1 to 0.00 at distance 3.");
  CHECK_SAID(said_of({0, 30, 60.5, 90}), "Likeness depends only on the distance");  // by 0.0075
  CHECK_UNSAID(said_of({0, 30, 61.5, 90}), "only on the distance");
  CHECK_SAID(said_of({0, 72, 144, 216}), "it falls from 1 to -0.81 at distance 2.");
  CHECK_SAID(said_of({0, 69, 138, 207}), "to -0.89 at distance 3.");
  CHECK_SAID(said_of({0, 74, 148, 222}), "to -0.85 at distance 2, then rises again, to -0.74 at d");
  CHECK_UNSAID(said_of({0, 73.9, 147.8, 221.7}), "rises again");
  run.shown.positions[3] = 5;
  CHECK_UNSAID(run.said("similarity"), "distance");
}

TEST(vector_captions, call_an_order_what_correlates_by_nine_tenths) {
  Told run = default_run();
  const auto said_with = [&](double noise) {
    for (std::size_t i = 0; i < 20; ++i) {
      run.projection.paths[run.shown_frame][i][0] =
          static_cast<double>(i) + (i % 2 == 0 ? noise : -noise);
    }
    return run.said("path");
  };
  CHECK_SAID(said_with(2.4), "Along w, the vectors lie nearly in the order of their positions: ");
  CHECK_SAID(said_with(2.4), ": correlation 0.92 (0.50 before the first step).");
  CHECK_SAID(said_with(2.9), "Along w, the vectors' correlation with the position is 0.89 (0.50 ");
  run.counts[19] = 0;
  CHECK_SAID(said_with(2.9), "Along w, over the 19 of these positions that the data has, the ");
  run.projection.paths[run.shown_frame][19][0] = -1000;
  CHECK_SAID(run.said("path"), "correlation with the position is 0.8");
  run.shown_frame = 0;
  CHECK_EQ(said_with(0),
           "Along w, over the 19 of these positions that the data has, the vectors lie nearly in "
           "the order of their positions: correlation 1.00.");
}

TEST(vector_captions, call_one_direction_what_has_eight_tenths_of_the_movement) {
  Told run = default_run();
  run.now().w.assign(16, 0);
  run.now().w[0] = -2;
  const auto said_with = [&](double share) {
    for (std::size_t i = 0; i < 20; ++i) {
      run.move(run.shown_frame, i, {std::sqrt(share), std::sqrt(1 - share)});
    }
    return run.said("path");
  };
  CHECK_SAID(said_with(0.81), "squared, 81 % is along w, one direction of 16.");
  CHECK_SAID(said_with(0.79), "squared, 79 % is along w.");
  run.settings.d_model = 1;
  CHECK_SAID(run.said("path"), "With one number in each vector, there is no other direction than ");
  CHECK_UNSAID(run.said("path"), "movement");
}

// w = (3, 1) has a cosine of 0.894 with its signs.
TEST(vector_captions, tell_of_signs_where_the_vector_went_by_them) {
  Told run = default_run();
  run.now().w.assign(16, 0);
  run.now().w[0] = 3;
  run.now().w[1] = 1;
  const double least = captions::adam_roots(run.so_far()).least;
  const auto said_of = [&](double along, double up, double aside, double eps) {
    for (std::size_t i = 0; i < 20; ++i) run.move(run.shown_frame, i, {along, up, aside});
    run.move(run.shown_frame, 7, {1.1 * along, 1.1 * up, 1.1 * aside});
    run.settings.adam.eps = eps;
    return run.said("path");
  };
  const double aside = std::sqrt(2 / (0.951 * 0.951) - 2);
  CHECK_SAID(said_of(1, 1, aside, 0.99 * least),
             "Position 7's vector, which moved farthest, went more along the signs of w (cosine "
             "0.951) than along w (0.851): Adam moved every number by about as much.");
  CHECK_SAID(said_of(1, 1, aside, 1.01 * least), "than along w (0.851).");
  CHECK_SAID(said_of(1, 1, 1.05 * aside, 0.99 * least), "than along w (0.8");
  CHECK_UNSAID(said_of(1, 1, 1.05 * aside, 0.99 * least), "Adam");
  CHECK_SAID(said_of(-3, -1, 0, least), "went more against w (cosine 1.000) than against its sig");
  CHECK_UNSAID(said_of(2 / std::sqrt(3), 2 / std::sqrt(12), 0, 0), "signs of w");
  // Halfway between both, they are as near: 0.973.
  const double half = std::atan(1.0) / 2 + std::atan(1.0 / 3) / 2;
  CHECK_UNSAID(said_of(std::cos(half), std::sin(half), 0, 0), "farthest");
  CHECK_SAID(said_of(std::cos(half + 0.004), std::sin(half + 0.004), 0, 0), "the signs of w (cos");
  CHECK_UNSAID(said_of(std::cos(half + 0.001), std::sin(half + 0.001), 0, 0), "farthest");
}

TEST(vector_captions, of_fixed_ones_and_of_none) {
  CHECK_SAID(default_run("sinusoidal").said("path"), "since the waves are fixed; only w turns.");
  CHECK_UNSAID(default_run("sinusoidal").said("path"), "movement");
  for (const Told& run : {default_run("none"), run_of(1)}) {
    CHECK_EQ(run.said("path") + run.said("similarity"), "");
  }
  CHECK_SAID(layered_run().said("path"), " is along w");
  CHECK_UNSAID(layered_run().said("path"), "signs");
}
