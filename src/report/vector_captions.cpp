#include "core/strict_float.h"

#include "lesson/observations.h"
#include "report/captions.h"
#include "report/sentences.h"

namespace captions {

namespace {

// A twentieth of the way from opposite to like is seen in the map.
constexpr double kSeen = 0.1;

// Whether a likeness rose or fell by so much that it is seen.
void tell_likeness(Caption& said, const RunSoFar& run, const std::string& who,
                   const std::string& where, double first, double now) {
  const double rise = now - first;
  if (!(rise > kSeen || rise < -kSeen || std::abs(rise) <= kSeen)) return;
  said.say(who,
           rise > kSeen    ? " became more alike"
           : rise < -kSeen ? " became less alike"
                           : " stayed about as alike as they were",
           where, first, " ", when(run.first()), ", ", now, " ", when(run.now()), ".");
}

// Which way the vector went that moved farthest: with Adam by as much along every number of w, by
// its sign; with plain gradient descent along w.
void tell_farthest(Caption& said, const RunSoFar& run, const VectorMovement& movement) {
  const double w = std::abs(movement.cosine_w);
  const double signs = std::abs(movement.cosine_signs);
  const std::string along = movement.cosine_w > 0 ? " along " : " against ";
  const auto went = [&](const char* more, double by, const char* less, double than) {
    said.say("Position ", movement.farthest, "'s vector, which moved farthest, went more", along,
             more, " (cosine ", to_fixed(by, 3), ") than", along, less, " (", to_fixed(than, 3),
             ")");
  };
  // By more than the last digit that is shown.
  if (signs > w + 0.001) {
    went("the signs of w", signs, "w", w);
    const AdamRoots roots = adam_roots(run);
    const bool divides = roots.known && roots.least > run.settings.adam.eps;
    said.go_on(signs > 0.95 && divides ? ": Adam moved every number by about as much." : ".");
  } else if (w > signs + 0.001) {
    went("w", w, "its signs", signs);
    said.go_on(".");
  }
}

}  // namespace

std::string of_similarity(const RunSoFar& run) {
  Caption said;
  const Likeness likeness = likeness_of(run);
  if (!likeness.known) return "";
  if (run.settings.encoding->learned && run.moved()) {
    tell_likeness(said, run, "The first and the last position", ": ", likeness.ends_first,
                  likeness.ends_last);
    if (likeness.has_neighbours) {
      tell_likeness(said, run, "Neighbours", ": in the mean ", likeness.neighbours_first,
                    likeness.neighbours_last);
    }
  }
  if (run.settings.encoding->fixed == nullptr) return said.text();
  said.say("Nothing moves, since the waves are fixed.");
  if (!likeness.has_neighbours || !likeness.by_distance) return said.text();
  said.say("Likeness depends only on the distance: it falls from 1 to ", likeness.least,
           " at distance ", likeness.least_at);
  if (likeness.later_most > likeness.least + kSeen) {
    said.go_on(", then rises again, to ", likeness.later_most, " at distance ", likeness.later_at,
               ", as the fast waves come round");
  }
  said.go_on(".");
  return said.text();
}

std::string of_path(const RunSoFar& run) {
  Caption said;
  const VectorMovement movement = movement_of(run);
  if (!movement.known) return "";
  const std::size_t d_model = run.settings.d_model;
  if (d_model == 1) {
    said.say("With one number in each vector, there is no other direction than w's.");
  }
  if (!std::isnan(movement.correlation_last)) {
    said.say("Along w, ");
    if (movement.trained != run.positions.size()) {
      said.go_on("over the ", movement.trained, " of these positions that the data has, ");
    }
    // So close to a straight line that the order is seen.
    said.go_on(movement.correlation_last >= 0.9
                   ? "the vectors lie nearly in the order of their positions: correlation "
                   : "the vectors' correlation with the position is ",
               movement.correlation_last);
    if (run.moved()) {
      said.go_on(" (", movement.correlation_first, " ", when(run.first()), ")");
    }
    said.go_on(".");
  }
  const bool learned = run.settings.encoding->learned && run.moved() && d_model > 1;
  if (learned && movement.along_w >= 0) {
    said.say("Of all their movement, squared, ", percent(movement.along_w), " is along w");
    if (movement.along_w >= 0.8) said.go_on(", one direction of ", d_model);
    said.go_on(".");
  }
  if (learned && !run.has_layers()) tell_farthest(said, run, movement);
  if (run.settings.encoding->fixed != nullptr) {
    said.say("The vectors do not move, since the waves are fixed; only w turns.");
  }
  return said.text();
}

}  // namespace captions
