#include "core/strict_float.h"

#include "report/data_captions.h"

#include "lesson/observations.h"

namespace captions {

namespace {

// Why the vector of the rarest position is as fast as others, or is not.
std::string rare_said(const ToldRun& run) {
  const Pace pace = pace_of(run.snapshots);
  const std::vector<std::size_t>& counts = run.snapshots.data().position_counts;
  if (!pace.known || 2 * counts[pace.last] > counts[pace.middle]) return "";
  const AdamRoots roots = adam_roots(run.snapshots, run.settings);
  const double eps = run.settings.adam.eps;
  const double share = pace.of_last / pace.of_middle;
  const auto trained = [&](std::size_t position) {
    const std::size_t times = counts[position];
    return "osition " + number(position) + " is trained " +
           (times == 1 ? "once" : number(times) + " times");
  };
  return "P" + trained(pace.last) + " in an epoch, p" + trained(pace.middle) + "; " +
         when(run.frames()[pace.frame]) + " the vector of " + number(pace.last) + " had moved " +
         percent(share) + " as far as that of " + number(pace.middle) + "." +
         first_of({
             // Little: by a quarter at most.
             {share >= 0.75 && roots.least > eps,
              " Adam divides by the size of past gradients, so being rare slows it little."},
             {share < 0.75 && 10 * roots.most < eps,
              " Adam divides by the size of past gradients and ε; here these sizes are " +
                  digits(roots.most) + " at most and ε is " + digits(eps) +
                  ", so that dividing does nothing, and the rare position is left behind."},
         });
}

// The error on fresh sequences, and whether it is larger than at the same positions of the data:
// half as large again is more than chance makes of so many places.
std::string fresh_said(const ToldRun& run) {
  const FreshErrors& parts = run.last().fresh_parts;
  const std::size_t unnamed = unnamed_positions(run.snapshots.data());
  const double times = parts.named / parts.on_data;
  const std::string fresh = "On fresh sequences it is " + digits(run.last().mean_fresh);
  const std::string lacking = unnamed == 1 ? "position that the data lacks"
                                           : number(unnamed) + " positions that the data lacks";
  const std::string elsewhere = ": at the " + lacking + " it is " + digits(parts.others) +
                                ", elsewhere " + digits(parts.named);
  const std::string there = " at the same positions of training places";
  const std::string larger = ", " + digits(times) + " times as large as" + there +
                             ": the model knows its own sequences better than others.";
  const bool apart = parts.others >= 0;
  return fresh + (apart ? elsewhere : "") +
         first_of({
             {times > 1.5, run.moved() ? larger : "."},
             {apart && times > 1 / 1.5, ", about as" + there + "."},
             {true, "."},
         });
}

}  // namespace

std::string data_said(const ToldRun& run) {
  const Snapshot& last = run.last();
  std::size_t least = 0;
  std::size_t most = 0;
  for (std::size_t k = 0; k < last.errors.size(); ++k) {  // NaN is neither
    if (last.errors[k] < last.errors[least]) least = k;
    if (last.errors[k] > last.errors[most]) most = k;
  }
  const std::string unit = run.settings.target->is_position ? " positions" : "";
  const double before = run.first().mean_error;
  const std::string to = digits(last.mean_error) + unit + ".";
  const std::string over = "Over all training places it ";
  const std::string of_shown = run.all_shown() ? "" : ", of the positions shown,";
  const double middle = positions_over_places(run.snapshots.data()).mean;
  return all_of({
      {true, over + first_of({
                        {!run.moved(), "is " + to},
                        {digits(before) == digits(last.mean_error), "stayed at " + to},
                        {before > last.mean_error, "fell from " + digits(before) + " to " + to},
                        {true, "rose from " + digits(before) + " to " + to},
                    })},
      {true, fresh_said(run)},
      {last.errors[most] > last.errors[least],
       "On training places it is finally" + of_shown + " least at position " +
           number(run.positions()[least]) + ", " + digits(last.errors[least]) +
           ", and largest at position " + number(run.positions()[most]) + ", " +
           digits(last.errors[most]) + "."},
      {run.without_encoding() && predictions_alike(run) &&
           std::abs(last.shares_over_places.mean + last.bias - middle) <= middle / 10,
       "All predictions lie about the mean position, " + fixed(middle) + "."},
      {run.learned(), rare_said(run)},
  });
}

}  // namespace captions
