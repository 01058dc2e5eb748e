#include "core/strict_float.h"

#include "report/loss_captions.h"

#include "lesson/observations.h"

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

std::string of_epoch(const std::string& epoch, double share) {
  return epoch + first_of({
                     {std::abs(share) < kToldShare, " changed it by less than 0.01 %"},
                     {share > 0, " took off " + loss_percent(share)},
                     {share > -0.99, " added " + loss_percent(-share)},
                     {true, " made it " + to_significant(1 - share, 2) + " times as large"},
                 });
}

// How an epoch changed the loss: the first of which this can be said, the steepest and the last.
std::string shares_of_loss(const LossFall& fall) {
  const std::string first = of_epoch("Epoch " + number(fall.first_epoch), fall.first_share);
  const std::string steepest = of_epoch("epoch " + number(fall.most_epoch), fall.most_share);
  const std::string last = of_epoch("and the last", fall.last_share);
  const bool several = fall.last_epoch > fall.first_epoch + 1;
  return first_of({
      {std::abs(fall.most_share) < kToldShare && std::abs(fall.least_share) < kToldShare,
       "No epoch changed it by as much as 0.01 %."},
      {fall.last_epoch == fall.first_epoch, first + "."},
      {fall.most_share < kToldShare, first + ", " + last + ": none took off as much as 0.01 %."},
      // About the same: none a quarter more than another.
      {several && fall.least_share > 0 && fall.most_share <= 1.25 * fall.least_share,
       "From one epoch to the next it fell by about the same share, " +
           loss_percent(fall.least_share) + " to " + loss_percent(fall.most_share) + "."},
      {fall.most_epoch == fall.first_epoch, first + ", the most, " + last + "."},
      {fall.most_epoch == fall.last_epoch, first + ", " + last + ", the most."},
      {true, first + ", " + steepest + ", the most, " + last + "."},
  });
}

}  // namespace

std::string loss_said(const ToldRun& run) {
  const LossFall fall = loss_fall(run.snapshots);
  const Snapshot& steepest =
      *std::find_if(run.frames().begin(), run.frames().end() - 1,
                    [&](const Snapshot& frame) { return frame.epoch >= fall.most_epoch; });
  const double w_first = length_of(run.first().w);
  const double w_steepest = length_of(steepest.w);
  const double w_last = length_of(run.last().w);
  const double rise = largest_rise(run.last());
  const double unexplained = run.snapshots.data().unexplained;
  const std::string not_explained =
      "The variance of the position that tokens do not explain is " + digits(unexplained) + ": ";
  // At rest: within a hundredth.
  const bool rests = std::abs(fall.last - unexplained) <= unexplained / 100;
  // Floats as large as the last position that is asked for are so far apart.
  const double rounding = static_cast<double>(last_position(run.snapshots.data())) * 0x1p-23;
  const bool stayed = digits(fall.first) == digits(fall.last);
  return all_of({
      {fall.known && stayed, "The mean stayed at " + digits(fall.last) + "."},
      {fall.known && !stayed && fall.last < fall.first,
       "The mean fell from " + digits(fall.first) + " to " + digits(fall.last) + "."},
      {fall.known && !stayed && !(fall.last < fall.first), "The mean did not fall: it was " +
                                                               digits(fall.first) + " and is " +
                                                               digits(fall.last) + "."},
      {fall.known && fall.every_epoch, shares_of_loss(fall)},
      // Steeper than at first by far, and w half as long again.
      {run.learned() && fall.known && fall.every_epoch &&
           fall.most_share > std::max(fall.first_share, 0.0) + 0.02 && w_steepest > 1.5 * w_first,
       "The length of w grew from " + fixed(w_first) + " to " + fixed(w_steepest) + " " +
           when(steepest) +
           ", so that a step which moves the vectors moved the prediction further."},
      {run.fixed_waves() && run.all_shown() && rise > 0 && grew(w_first, w_last),
       "The waves that rise all the way rise by " + fixed(rise) + " at most, the position by " +
           number(run.positions().back()) +
           (w_last > 3 ? ", so w must be long: its length grew from "
                       : "; the length of w grew from ") +
           fixed(w_first) + " to " + fixed(w_last) + "."},
      {run.without_encoding() && fall.known && rests, not_explained + "there it came to rest."},
      {run.without_encoding() && fall.known && !rests && fall.last > unexplained,
       not_explained + "no less can be reached here."},
      {fall.known && run.settings.target->is_position && fall.last <= rounding * rounding,
       "What is left is the rounding of the numbers."},
  });
}

}  // namespace captions
