#include "core/strict_float.h"

#include "report/captions.h"

#include <algorithm>
#include <cmath>

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

// Which share of the loss each epoch took off, from `first_epoch` on: the first, the steepest and
// the last.
void tell_shares(Caption& said, std::size_t first_epoch, const std::vector<double>& shares) {
  const double least = *std::min_element(shares.begin(), shares.end());
  const auto most = std::max_element(shares.begin(), shares.end());
  const auto of = [&](std::size_t k) { return of_epoch(first_epoch + k, shares[k]); };
  std::string first = of(0);
  first[0] = 'E';
  const std::string last = of(shares.size() - 1);
  said.where(std::abs(*most) < kToldShare && std::abs(least) < kToldShare,
             "No epoch changed it by as much as 0.01 %");
  said.or_where(shares.size() == 1, "{}", first);
  said.or_where(*most < kToldShare, "{}, and {}: none took off as much as 0.01 %", first, last);
  // About the same: none a quarter more than another.
  said.or_where(shares.size() > 2 && least > 0 && *most <= 1.25 * least,
                "From one epoch to the next it fell by about the same share, {} to {}",
                loss_percent(least), loss_percent(*most));
  said.or_where(most == shares.begin(), "{}, the most so far, and {}", first, last);
  said.or_where(most + 1 == shares.end(), "{}, and {}, the most so far", first, last);
  said.or_else("{}, {}, the most so far, and {}", first,
               of(static_cast<std::size_t>(most - shares.begin())), last);
}

// The largest rise, over the positions, of a number of the vectors that rises at each step; 0 where
// none does.
double largest_rise(const Snapshot& frame) {
  const Tensor& vectors = frame.vectors;
  double largest = 0;
  for (std::size_t j = 0; j < frame.w.size(); ++j) {
    bool rises = vectors.rows() > 1;
    for (std::size_t i = 1; i < vectors.rows(); ++i) {
      rises = rises && vectors.row(i)[j] > vectors.row(i - 1)[j];
    }
    const float rise = vectors.row(vectors.rows() - 1)[j] - vectors.row(0)[j];
    if (rises) largest = std::max<double>(largest, rise);
  }
  return largest;
}

// The length of w, where it is a reason: of the steepest fall, if w was half as long again; and of
// what waves can tell.
void tell_w(Caption& said, const RunSoFar& run, bool is_steep, std::size_t steepest_epoch) {
  const std::vector<Snapshot>& frames = run.all.frames;
  const auto then =
      std::find_if(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(run.shown),
                   [&](const Snapshot& frame) { return frame.epoch >= steepest_epoch; });
  const double w_first = length_of(run.first().w);
  const double w_then = length_of(then->w);
  const double w_now = length_of(run.now().w);
  said.where(run.learned() && is_steep && w_then > 1.5 * w_first,
             "The length of w grew from {} to {} {}, so that a step which moves the vectors moved "
             "the prediction further",
             w_first, w_then, when(*then));
  const double rise = run.fixed_waves() ? largest_rise(run.now()) : 0;
  said.where(
      run.all_shown() && rise > 0 && grew(w_first, w_now),
      "The waves that rise all the way rise by {} at most, the position by {}{} grew from {} "
      "to {}",
      rise, run.positions().back(),
      w_now > 3 ? ", so w must be long: its length" : "; the length of w", w_first, w_now);
}

// Why the vector of the rarest position is as fast as others, or is not.
void tell_rarest(Caption& said, const RunSoFar& run, const Pace& pace, const AdamRoots& roots) {
  const std::size_t last = run.positions()[pace.last];
  const std::size_t middle = run.positions()[pace.middle];
  const std::vector<std::size_t>& counts = run.all.data.position_counts;
  if (2 * counts[last] > counts[middle]) return;
  const double share = pace.moved[pace.last] / pace.moved[pace.middle];
  const auto times = [&](std::size_t position) {
    return counts[position] == 1 ? "once" : as_text(counts[position]) + " times";
  };
  said.say(
      "Position {} is trained {} in an epoch, position {} {}; {} the vector of {} had moved "
      "{} as far as that of {}",
      last, times(last), middle, times(middle), when(*pace.at), last, percent(share), middle);
  const double eps = run.all.settings.adam.eps;
  said.where(share >= 0.75 && roots.least > eps,  // little: by a quarter at most
             "Adam divides by the size of past gradients, so being rare slows it little");
  said.where(
      share < 0.75 && 10 * roots.most < eps,
      "Adam divides by the size of past gradients and ε; here these sizes are {} at most and "
      "ε is {}, so that dividing does nothing, and the rare position is left behind",
      digits(roots.most), digits(eps));
}

// The error on fresh sequences, and whether it is larger than at the same positions of the data:
// half as large again is more than chance makes of so many places.
void tell_fresh(Caption& said, const RunSoFar& run) {
  const FreshErrors& parts = run.now().fresh_parts;
  const double times = parts.named / parts.on_data;
  const bool has_others = parts.others >= 0;
  const std::size_t unnamed = unnamed_positions(run.all.data);
  said.say("On fresh sequences it is {}", digits(run.now().mean_fresh));
  said.go_on(has_others, ": at the {} that the data lacks it is {}, elsewhere {}",
             unnamed == 1 ? "position" : as_text(unnamed) + " positions", digits(parts.others),
             digits(parts.named));
  said.go_on(run.moved() && times > 1.5,
             ", {} times as large as at the same positions of training places: the model knows its "
             "own sequences better than others",
             digits(times));
  said.go_on(has_others && times > 1 / 1.5 && times <= 1.5,
             ", about as at the same positions of training places");
}

void tell_fall(Caption& said, const char* what, double before, double now) {
  const std::string first = digits(before);
  const std::string last = digits(now);
  said.where(first == last, "The {} stayed at {}", as_text(what), last);
  said.or_where(now < before, "The {} fell from {} to {}", as_text(what), first, last);
  said.or_else("The {} did not fall: it was {} and is {}", as_text(what), first, last);
}

// Of the first `count` epochs that are known; where it was least, only where all are.
void tell_validation(Caption& said, const std::vector<EpochLoss>& losses, std::size_t count) {
  const double now = *losses[count - 1].validation;
  tell_fall(said, "validation loss", *losses[0].validation, now);
  const auto is_less = [](const EpochLoss& a, const EpochLoss& b) {
    return *a.validation < *b.validation;
  };
  const EpochLoss& least = *std::min_element(losses.data(), losses.data() + count, is_less);
  const bool all_known = losses[count - 1].epoch == losses[0].epoch + count - 1;
  said.go_on(all_known && grew(*least.validation, now), ", and was least after epoch {}: {}",
             least.epoch, digits(*least.validation));
}

}  // namespace

std::string of_loss(const RunSoFar& run) {
  // Of the mean loss, which share each epoch took off of that of the one before.
  const std::vector<EpochLoss>& losses = run.all.losses;
  std::vector<double> shares;
  double best = losses.empty() ? 0 : losses[0].mean;
  for (std::size_t k = 1; k < losses.size() && losses[k].epoch <= run.now().epoch; ++k) {
    shares.push_back(1 - losses[k].mean / losses[k - 1].mean);
    best = std::min(best, losses[k].mean);
  }
  if (shares.empty()) return "";
  Caption said;
  const double loss = losses[shares.size()].mean;
  tell_fall(said, "mean", losses[0].mean, loss);
  const bool every_epoch = losses[shares.size()].epoch == losses[0].epoch + shares.size();
  if (every_epoch) tell_shares(said, losses[1].epoch, shares);

  // Steeper than at first by far.
  const auto most = std::max_element(shares.begin(), shares.end());
  const bool is_steep = every_epoch && *most > std::max(shares[0], 0.0) + 0.02;
  tell_w(said, run, is_steep, losses[static_cast<std::size_t>(most - shares.begin()) + 1].epoch);
  const double unexplained = run.all.data.unexplained;
  // At rest: within a hundredth.
  const bool rests = std::abs(loss - unexplained) <= unexplained / 100;
  said.where(run.without_encoding() && (rests || best > unexplained),
             "The variance of the position that tokens do not explain is {}: {}",
             digits(unexplained), rests ? "there it is at rest" : "no less can be reached here");
  // Floats as large as the last position that is asked for are so far apart.
  const std::size_t trained = run.all.data.position_counts.size() - unnamed_positions(run.all.data);
  const double rounding = static_cast<double>(trained - 1) * 0x1p-23;
  said.where(run.all.settings.target->is_position && loss <= rounding * rounding,
             "What is left is the rounding of the numbers");
  if (losses[0].validation) tell_validation(said, losses, shares.size() + 1);
  return said.text();
}

std::string of_data(const RunSoFar& run, const Pace& pace, const AdamRoots& roots) {
  Caption said;
  const Snapshot& now = run.now();
  const std::string unit = run.all.settings.target->is_position ? " positions" : "";
  const std::string before = digits(run.first().mean_error);
  const std::string error = digits(now.mean_error);
  said.where(!run.moved(), "Over all training places it is {}{}", error, unit);
  said.or_where(before == error, "Over all training places it stayed at {}{}", error, unit);
  said.or_else("Over all training places it {} from {} to {}{}",
               run.first().mean_error > now.mean_error ? "fell" : "rose", before, error, unit);
  tell_fresh(said, run);
  const auto least = std::min_element(now.errors.begin(), now.errors.end());
  const auto most = std::max_element(now.errors.begin(), now.errors.end());
  const auto position_of = [&](std::vector<double>::const_iterator of) {
    return run.positions()[static_cast<std::size_t>(of - now.errors.begin())];
  };
  said.where(*most > *least,
             "On training places it is{} least at position {}, {}, and largest at position {}, {}",
             run.all_shown() ? "" : ", of the positions shown,", position_of(least), digits(*least),
             position_of(most), digits(*most));
  const double middle = positions_over_places(run.all.data).mean;
  said.where(run.without_encoding() && predictions_alike(run) &&
                 std::abs(now.shares_over_places.mean + now.bias - middle) <= middle / 10,
             "All predictions lie about the mean position, {}", middle);
  if (pace.at != nullptr) tell_rarest(said, run, pace, roots);
  return said.text();
}

}  // namespace captions
