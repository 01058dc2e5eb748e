#include "core/strict_float.h"

#include "lesson/observations.h"
#include "report/captions.h"
#include "report/sentences.h"

#include <algorithm>

namespace captions {

namespace {

// A change smaller than this part is told as none.
constexpr double kToldShare = 1e-4;

// Small ones, too. What is left may be little, but it is not nothing.
std::string loss_percent(double share) {
  const double percent = 100 * share;
  if (percent > 99) return "more than 99 %";
  return (percent < 10 ? to_significant(percent, 2) : to_fixed(percent, 0)) + " %";
}

std::string of_epoch(std::size_t epoch, double share) {
  const std::string name = "epoch " + as_text(epoch);
  if (std::abs(share) < kToldShare) return name + " changed it by less than 0.01 %";
  if (share > 0) return name + " took off " + loss_percent(share);
  if (share > -0.99) return name + " added " + loss_percent(-share);
  return name + " made it " + to_significant(1 - share, 2) + " times as large";
}

// How an epoch changed the loss: the first of which this can be said, the steepest and the last.
void tell_shares(Caption& said, const LossFall& fall) {
  if (std::abs(fall.most_share) < kToldShare && std::abs(fall.least_share) < kToldShare) {
    return said.say("No epoch changed it by as much as 0.01 %.");
  }
  std::string first = of_epoch(fall.first_epoch, fall.first_share);
  first[0] = 'E';
  const std::string steepest = of_epoch(fall.most_epoch, fall.most_share);
  const std::string last = of_epoch(fall.last_epoch, fall.last_share);
  const bool several = fall.last_epoch > fall.first_epoch + 1;
  if (fall.last_epoch == fall.first_epoch) {
    said.say(first, ".");
  } else if (fall.most_share < kToldShare) {
    said.say(first, ", and ", last, ": none took off as much as 0.01 %.");
  } else if (several && fall.least_share > 0 && fall.most_share <= 1.25 * fall.least_share) {
    // About the same: none a quarter more than another.
    said.say("From one epoch to the next it fell by about the same share, ",
             loss_percent(fall.least_share), " to ", loss_percent(fall.most_share), ".");
  } else if (fall.most_epoch == fall.first_epoch) {
    said.say(first, ", the most so far, and ", last, ".");
  } else if (fall.most_epoch == fall.last_epoch) {
    said.say(first, ", and ", last, ", the most so far.");
  } else {
    said.say(first, ", ", steepest, ", the most so far, and ", last, ".");
  }
}

double length_of(const std::vector<double>& vector) {
  double square = 0;
  for (const double value : vector) square += value * value;
  return std::sqrt(square);
}

// The length of w, where it is a reason.
void tell_w(Caption& said, const RunSoFar& run, const LossFall& fall) {
  const auto steepest =
      std::find_if(run.frames.begin(), run.frames.begin() + static_cast<std::ptrdiff_t>(run.shown),
                   [&](const Snapshot& frame) { return frame.epoch >= fall.most_epoch; });
  const double first = length_of(run.first().w);
  const double then = length_of(steepest->w);
  const double now = length_of(run.now().w);
  // Steeper than at first by far, and w half as long again.
  if (run.learned() && fall.every_epoch &&
      fall.most_share > std::max(fall.first_share, 0.0) + 0.02 && then > 1.5 * first) {
    said.say("The length of w grew from ", first, " to ", then, " ", when(*steepest),
             ", so that a step which moves the vectors moved the prediction further.");
  }
  const double rise = largest_rise(run.now());
  if (run.fixed_waves() && run.all_shown() && rise > 0 && grew(first, now)) {
    said.say(
        "The waves that rise all the way rise by ", rise, " at most, the position by ",
        run.positions.back(),
        now > 3 ? ", so w must be long: its length grew from " : "; the length of w grew from ",
        first, " to ", now, ".");
  }
}

// Why the vector of the rarest position is as fast as others, or is not.
void tell_rarest(Caption& said, const RunSoFar& run) {
  const Pace pace = pace_of(run);
  const std::vector<std::size_t>& counts = run.data.position_counts;
  if (!pace.known || 2 * counts[pace.last] > counts[pace.middle]) return;
  const auto times = [&](std::size_t position) {
    return counts[position] == 1 ? "once" : as_text(counts[position]) + " times";
  };
  const double share = pace.of_last / pace.of_middle;
  said.say("Position ", pace.last, " is trained ", times(pace.last), " in an epoch, position ",
           pace.middle, " ", times(pace.middle), "; ", when(run.frames[pace.frame]),
           " the vector of ", pace.last, " had moved ", percent(share), " as far as that of ",
           pace.middle, ".");
  const AdamRoots roots = adam_roots(run);
  const double eps = run.settings.adam.eps;
  if (share >= 0.75 && roots.least > eps) {  // little: by a quarter at most
    said.say("Adam divides by the size of past gradients, so being rare slows it little.");
  } else if (share < 0.75 && 10 * roots.most < eps) {
    said.say("Adam divides by the size of past gradients and ε; here these sizes are ",
             digits(roots.most), " at most and ε is ", digits(eps),
             ", so that dividing does nothing, and the rare position is left behind.");
  }
}

// The error on fresh sequences, and whether it is larger than at the same positions of the data:
// half as large again is more than chance makes of so many places.
void tell_fresh(Caption& said, const RunSoFar& run) {
  const FreshErrors& parts = run.now().fresh_parts;
  const double times = parts.named / parts.on_data;
  said.say("On fresh sequences it is ", digits(run.now().mean_fresh));
  if (parts.others >= 0) {
    const std::size_t unnamed = unnamed_positions(run.data);
    said.go_on(": at the ", unnamed == 1 ? "" : as_text(unnamed) + " ",
               unnamed == 1 ? "position" : "positions", " that the data lacks it is ",
               digits(parts.others), ", elsewhere ", digits(parts.named));
  }
  if (run.moved() && times > 1.5) {
    said.go_on(", ", digits(times),
               " times as large as at the same positions of training places: the model knows its "
               "own sequences better than others");
  } else if (parts.others >= 0 && times > 1 / 1.5 && times <= 1.5) {
    said.go_on(", about as at the same positions of training places");
  }
  said.go_on(".");
}

}  // namespace

std::string of_loss(const RunSoFar& run) {
  Caption said;
  const LossFall fall = loss_fall(run);
  if (!fall.known) return "";
  const std::string first = digits(fall.first);
  const std::string last = digits(fall.last);
  if (first == last) {
    said.say("The mean stayed at ", last, ".");
  } else if (fall.last < fall.first) {
    said.say("The mean fell from ", first, " to ", last, ".");
  } else {
    said.say("The mean did not fall: it was ", first, " and is ", last, ".");
  }
  if (fall.every_epoch) tell_shares(said, fall);
  tell_w(said, run, fall);
  const double unexplained = run.data.unexplained;
  // At rest: within a hundredth.
  const bool rests = std::abs(fall.last - unexplained) <= unexplained / 100;
  if (run.without_encoding() && (rests || fall.best > unexplained)) {
    said.say("The variance of the position that tokens do not explain is ", digits(unexplained),
             rests ? ": there it is at rest." : ": no less can be reached here.");
  }
  // Floats as large as the last position that is asked for are so far apart.
  const double rounding = static_cast<double>(last_position(run.data)) * 0x1p-23;
  if (run.settings.target->is_position && fall.last <= rounding * rounding) {
    said.say("What is left is the rounding of the numbers.");
  }
  return said.text();
}

std::string of_data(const RunSoFar& run) {
  Caption said;
  const Snapshot& now = run.now();
  const std::string unit = run.settings.target->is_position ? " positions." : ".";
  const std::string before = digits(run.first().mean_error);
  const std::string error = digits(now.mean_error);
  if (!run.moved()) {
    said.say("Over all training places it is ", error, unit);
  } else if (before == error) {
    said.say("Over all training places it stayed at ", error, unit);
  } else {
    said.say("Over all training places it ",
             run.first().mean_error > now.mean_error ? "fell" : "rose", " from ", before, " to ",
             error, unit);
  }
  tell_fresh(said, run);
  std::size_t least = 0;
  std::size_t most = 0;
  for (std::size_t k = 0; k < now.errors.size(); ++k) {  // NaN is neither
    if (now.errors[k] < now.errors[least]) least = k;
    if (now.errors[k] > now.errors[most]) most = k;
  }
  if (now.errors[most] > now.errors[least]) {
    said.say("On training places it is", run.all_shown() ? "" : ", of the positions shown,",
             " least at position ", run.positions[least], ", ", digits(now.errors[least]),
             ", and largest at position ", run.positions[most], ", ", digits(now.errors[most]),
             ".");
  }
  const double middle = positions_over_places(run.data).mean;
  if (run.without_encoding() && predictions_alike(run) &&
      std::abs(now.shares_over_places.mean + now.bias - middle) <= middle / 10) {
    said.say("All predictions lie about the mean position, ", middle, ".");
  }
  if (run.learned()) tell_rarest(said, run);
  return said.text();
}

}  // namespace captions
