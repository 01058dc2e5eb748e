#include "core/strict_float.h"

#include "report/vector_captions.h"

#include "lesson/observations.h"

namespace captions {

namespace {

// "-0.02 before the first step, -0.55 after epoch 25".
std::string from_to(const ToldRun& run, double from, double to) {
  return fixed(from) + " " + run.at_first() + ", " + fixed(to) + " " + when(run.last());
}

// Which way the vector went that moved farthest: with Adam by as much along every number of w, by
// its sign; with plain gradient descent along w.
std::string farthest_said(const ToldRun& run, const VectorMovement& movement) {
  const AdamRoots roots = adam_roots(run.snapshots, run.settings);
  const double w = std::abs(movement.cosine_w);
  const double signs = std::abs(movement.cosine_signs);
  const std::string along = movement.cosine_w > 0 ? " along " : " against ";
  const auto went = [&](const std::string& more, double by, const std::string& less, double than) {
    return "Position " + number(movement.farthest) + "'s vector, which moved farthest, went more" +
           along + more + " (cosine " + to_fixed(by, 3) + ") than" + along + less + " (" +
           to_fixed(than, 3) + ")";
  };
  const std::string by_signs = went("the signs of w", signs, "w", w);
  const bool divides = roots.known && roots.least > run.settings.adam.eps;
  return first_of({
      // By more than the last digit that is shown.
      {signs > w + 0.001 && signs > 0.95 && divides,
       by_signs + ": Adam moved every number by about as much."},
      {signs > w + 0.001, by_signs + "."},
      {w > signs + 0.001, went("w", w, "its signs", signs) + "."},
  });
}

}  // namespace

std::string similarity_said(const ToldRun& run) {
  // A twentieth of the way from opposite to like is seen in the map.
  constexpr double kSeen = 0.1;
  const Likeness likeness = likeness_of(run.snapshots);
  const bool learned = likeness.known && run.settings.encoding->learned && run.moved();
  const double apart = likeness.ends_first - likeness.ends_last;
  const double closer = likeness.neighbours_last - likeness.neighbours_first;
  const std::string ends = ": " + from_to(run, likeness.ends_first, likeness.ends_last) + ".";
  const std::string neighbours =
      ": in the mean " + from_to(run, likeness.neighbours_first, likeness.neighbours_last) + ".";
  const bool has_neighbours = learned && likeness.has_neighbours;
  const bool is_fixed = likeness.known && run.settings.encoding->fixed != nullptr;
  return all_of({
      {learned && apart > kSeen, "The first and the last position became less alike" + ends},
      {learned && apart < -kSeen, "The first and the last position became more alike" + ends},
      {learned && std::abs(apart) <= kSeen,
       "The first and the last position stayed about as alike as they were" + ends},
      {has_neighbours && closer > kSeen, "Neighbours became more alike" + neighbours},
      {has_neighbours && closer < -kSeen, "Neighbours became less alike" + neighbours},
      {has_neighbours && std::abs(closer) <= kSeen,
       "Neighbours stayed about as alike as they were" + neighbours},
      {is_fixed, "Nothing moves, since the waves are fixed."},
      {is_fixed && likeness.has_neighbours && likeness.by_distance,
       "Likeness depends only on the distance: it falls from 1 to " + fixed(likeness.least) +
           " at distance " + number(likeness.least_at) +
           (likeness.later_most > likeness.least + kSeen
                ? ", then rises again, to " + fixed(likeness.later_most) + " at distance " +
                      number(likeness.later_at) + ", as the fast waves come round."
                : ".")},
  });
}

std::string path_said(const ToldRun& run) {
  const VectorMovement movement = movement_of(run.snapshots, run.projection);
  const std::size_t d_model = run.settings.d_model;
  const bool learned = movement.known && run.settings.encoding->learned && run.moved();
  const bool waves = movement.known && run.settings.encoding->fixed != nullptr;
  const std::string at_first =
      run.moved() ? " (" + fixed(movement.correlation_first) + " " + run.at_first() + ")." : ".";
  const bool all_trained = movement.trained == run.positions().size();
  const std::string along_w = all_trained ? "Along w, "
                                          : "Along w, over the " + number(movement.trained) +
                                                " of these positions that the data has, ";
  const std::string along =
      "Of all their movement, squared, " + percent(movement.along_w) + " is along w";
  return all_of({
      {movement.known && d_model == 1,
       "With one number in each vector, there is no other direction than w's."},
      // So close to a straight line that the order is seen.
      {movement.known && movement.correlation_last >= 0.9,
       along_w + "the vectors lie nearly in the order of their positions: correlation " +
           fixed(movement.correlation_last) + at_first},
      {movement.known && movement.correlation_last < 0.9,
       along_w + "the vectors' correlation with the position is " +
           fixed(movement.correlation_last) + at_first},
      {learned && d_model > 1 && movement.along_w >= 0.8,
       along + ", one direction of " + number(d_model) + "."},
      {learned && d_model > 1 && movement.along_w < 0.8, along + "."},
      {learned && d_model > 1 && !run.has_layers(), farthest_said(run, movement)},
      {waves, "The vectors do not move, since the waves are fixed; only w turns."},
  });
}

}  // namespace captions
