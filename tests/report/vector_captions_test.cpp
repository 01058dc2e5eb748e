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
  for (const auto& [degrees, change] :
       std::vector<std::pair<double, std::string>>{{66.5, "became less alike"},
                                                   {66.3, "stayed about as alike as they were"},
                                                   {53.2, "stayed about as alike as they were"},
                                                   {53.0, "became more alike"}}) {
    set_angles(run.now(), {0, degrees});
    run.check("similarity", true, "The first and the last position " + change + ": 0.50 before ");
    run.check("similarity", true, "Neighbours " + change + ": in the mean 0.50 before the first ");
    run.check("similarity", true, degrees > 60 ? "0.40 after epoch 2." : "0.60 after epoch 2.");
  }
  run.edge("similarity", run.shown.positions[1], 1, 7, "Neighbours");
}

TEST(vector_captions, of_waves_tell_distances) {
  CHECK_EQ(default_run("sinusoidal").said("similarity"),
           "Nothing moves, since the waves are fixed. Likeness depends only on the distance: it "
           "falls from 1 to 0.46 at distance 10, then rises again, to 0.80 at distance 19, as the "
           "fast waves come round.");
  Told run = run_of(4, "sinusoidal");
  const auto check = [&](double step, bool is_said, const char* sentence, double off = 0) {
    set_angles(run.now(), {0, step, 2 * step + off, 3 * step});
    run.check("similarity", is_said, sentence);
  };
  check(30, true, "it falls from 1 to 0.00 at distance 3.");
  check(30, true, "Likeness depends only on the distance", 0.5);  // by 0.0075
  check(30, false, "only on the distance", 1.5);
  check(72, true, "it falls from 1 to -0.81 at distance 2.");
  check(69, true, "to -0.89 at distance 3.");
  check(74, true, "to -0.85 at distance 2, then rises again, to -0.74 at d");
  check(73.9, false, "rises again");
  run.edge("similarity", run.shown.positions[3], 3, 5, "distance");
}

TEST(vector_captions, call_an_order_what_correlates_by_nine_tenths) {
  Told run = default_run();
  const auto check_with = [&](double noise, const char* sentence) {
    for (std::size_t i = 0; i < 20; ++i) {
      run.projection.paths[run.shown_frame][i][0] =
          static_cast<double>(i) + (i % 2 == 0 ? noise : -noise);
    }
    run.check("path", true, sentence);
  };
  check_with(2.4,
             "Along w, the vectors lie nearly in the order of their positions: correlation 0.92 "
             "(0.50 before the first step).");
  check_with(2.9, "Along w, the vectors' correlation with the position is 0.89 (0.50 ");
  run.counts[19] = 0;
  check_with(2.9, "Along w, over the 19 of these positions that the data has, the ");
  run.projection.paths[run.shown_frame][19][0] = -1000;
  run.check("path", true, "correlation with the position is 0.8");
  run.shown_frame = 0;
  check_with(0, "the vectors lie nearly in the order of their positions: correlation 1.00.");
}

TEST(vector_captions, call_one_direction_what_has_eight_tenths_of_the_movement) {
  Told run = default_run();
  run.now().w.assign(16, 0);
  run.now().w[0] = -2;
  const auto check_with = [&](double share, const char* sentence) {
    for (std::size_t i = 0; i < 20; ++i) {
      run.move(run.shown_frame, i, {std::sqrt(share), std::sqrt(1 - share)});
    }
    run.check("path", true, sentence);
  };
  check_with(0.81, "squared, 81 % is along w, one direction of 16.");
  check_with(0.79, "squared, 79 % is along w.");
  run.edge("path", run.settings.d_model, 16, 1, "movement");
  run.edge("path", run.settings.d_model, 1, 16, "With one number in each vector, there is no o");
}

// w = (3, 1) has a cosine of 0.894 with its signs.
TEST(vector_captions, tell_of_signs_where_the_vector_went_by_them) {
  Told run = default_run();
  run.now().w.assign(16, 0);
  run.now().w[0] = 3;
  run.now().w[1] = 1;
  const double least = captions::adam_roots(run.so_far()).least;
  const auto check = [&](const std::vector<double>& way, bool is_said, const char* sentence) {
    for (std::size_t i = 0; i < 20; ++i) run.move(run.shown_frame, i, way);
    std::vector<double> farther = way;
    for (double& by : farther) by *= 1.1;
    run.move(run.shown_frame, 7, farther);
    run.check("path", is_said, sentence);
  };
  const double aside = std::sqrt(2 / (0.951 * 0.951) - 2);
  run.settings.adam.eps = 0.99 * least;
  check({1, 1, aside}, true,
        "Position 7's vector, which moved farthest, went more along the signs of w (cosine 0.951) "
        "than along w (0.851): Adam moved every number by about as much.");
  run.edge("path", run.settings.adam.eps, 0.99 * least, 1.01 * least, ": Adam");
  check({1, 1, 1.05 * aside}, true, "than along w (0.8");
  check({1, 1, 1.05 * aside}, false, "Adam");
  check({-3, -1, 0}, true, "went more against w (cosine 1.000) than against its signs (");
  // Halfway between both, they are as near: 0.973.
  const double half = std::atan(1.0) / 2 + std::atan(1.0 / 3) / 2;
  check({std::cos(half), std::sin(half)}, false, "farthest");
  check({std::cos(half + 0.004), std::sin(half + 0.004)}, true, "the signs of w (cos");
  check({std::cos(half + 0.001), std::sin(half + 0.001)}, false, "farthest");
}

TEST(vector_captions, of_fixed_ones_and_of_none) {
  default_run("sinusoidal").check("path", true, "since the waves are fixed; only w turns.");
  default_run("sinusoidal").check("path", false, "movement");
  for (const Told& run : {default_run("none"), run_of(1)}) {
    CHECK_EQ(run.said("path") + run.said("similarity"), "");
  }
  layered_run().check("path", true, " is along w");
  layered_run().check("path", false, "signs");
}

TEST(vector_captions, take_adams_roots_from_the_last_journey_before_the_frame) {
  Told run(FollowedRun::small());
  for (const std::size_t shown : {0U, 2U, 4U}) {
    run.shown_frame = shown;
    double least = shown == 0 ? 0 : 1e9;
    double most = 0;
    const Journey& journey = run.journeys[std::max<std::size_t>(shown, 1) - 1];
    const AdamStep<double> adam(run.settings.adam, journey.step);
    for (const PlaceJourney& place : journey.sequence) {
      for (const float v : place.of_position.v) {
        least = std::min(least, std::sqrt(double{v}) / adam.root_correction2);
        most = shown == 0 ? 0 : std::max(most, std::sqrt(double{v}) / adam.root_correction2);
      }
    }
    const captions::AdamRoots roots = captions::adam_roots(run.so_far());
    CHECK_EQ(roots.least, least);
    CHECK_EQ(roots.most, most);
  }
}
