#include "core/strict_float.h"

#include "report/captions.h"

#include <algorithm>
#include <cmath>
#include <set>

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

std::string took_off(double share) {
  if (std::abs(share) < kToldShare) return "changed it by less than 0.01 %";
  if (share > 0) return "took off " + loss_percent(share);
  if (share > -0.99) return "added " + loss_percent(-share);
  return "made it " + to_significant(1 - share, 2) + " times as large";
}

// Which share of the loss each epoch took off, from `epoch` on: the first, the steepest and the
// last.
std::string shares_sentence(std::size_t epoch, const std::vector<double>& shares) {
  const double least = *std::min_element(shares.begin(), shares.end());
  const auto steepest = std::max_element(shares.begin(), shares.end());
  const auto most = static_cast<std::size_t>(steepest - shares.begin());
  const std::size_t last = shares.size() - 1;
  const bool none = *steepest < kToldShare;
  if (none && std::abs(*steepest) < kToldShare && std::abs(least) < kToldShare) {
    return "No epoch changed it by as much as 0.01 %";
  }
  // About the same: none a quarter more than another.
  if (last > 1 && least > 0 && *steepest <= 1.25 * least) {
    return "From one epoch to the next it fell by about the same share, " + loss_percent(least) +
           " to " + loss_percent(*steepest);
  }
  std::string text;
  for (const std::size_t k : std::set<std::size_t>{0, none ? last : most, last}) {
    text += k == 0 ? "Epoch " : k == last ? ", and epoch " : ", epoch ";
    text += as_text(epoch + k) + " " + took_off(shares[k]);
    text += k == most && !none && last > 0 ? ", the most so far" : "";
  }
  return text + (none && last > 0 ? ": none took off as much as 0.01 %" : "");
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
std::string w_sentence(const RunSoFar& run, bool is_steep, std::size_t steepest_epoch) {
  const Snapshot& then =
      *std::find_if(run.all.frames.begin(), run.end() - 1,
                    [&](const Snapshot& frame) { return frame.epoch >= steepest_epoch; });
  const double first = length_of(run.first().w);
  const double now = length_of(run.now().w);
  const double rise = run.fixed_waves() && run.all_shown() ? largest_rise(run.now()) : 0;
  return first_said(
      {where(run.learned() && is_steep && length_of(then.w) > 1.5 * first,
             "The length of w grew from {} to {} {}, so that a step which moves the vectors moved "
             "the prediction further",
             first, length_of(then.w), when(then)),
       where(rise > 0 && grew(first, now),
             "The waves that rise all the way rise by {} at most, the position by {}{} grew from "
             "{} to {}",
             rise, run.positions().back(),
             now > 3 ? ", so w must be long: its length" : "; the length of w", first, now)});
}

// Why the vector of the rarest position is as fast as others, or is not.
std::string rarest_sentences(const RunSoFar& run) {
  const Pace pace = pace_of(run);
  if (pace.at == nullptr) return "";
  const std::size_t middle = pace.positions.front();
  const std::size_t last = pace.positions.back();
  const std::vector<std::size_t>& counts = run.all.data.position_counts;
  if (2 * counts[last] > counts[middle]) return "";
  const AdamRoots roots = adam_roots(run);
  const double share = pace.moved.back() / pace.moved.front();
  const double eps = run.all.settings.adam.eps;
  return all_said(
      {where(true,
             "Position {} is trained {} in an epoch, position {} {} times; {} the vector of {} had "
             "moved {} as far as that of {}",
             last, counts[last] == 1 ? "once" : as_text(counts[last]) + " times", middle,
             counts[middle], when(*pace.at), last, percent(share), middle),
       where(share >= 0.75 && roots.least > eps,  // little: by a quarter at most
             "Adam divides by the size of past gradients, so being rare slows it little"),
       where(share < 0.75 && 10 * roots.most < eps,
             "Adam divides by the size of past gradients and ε; here these sizes are {} at most "
             "and ε is {}, so that dividing does nothing, and the rare position is left behind",
             digits(roots.most), digits(eps))});
}

// The error on fresh sequences, and whether it is larger than at the same positions of the data:
// half as large again is more than chance makes of so many places.
std::string fresh_sentence(const RunSoFar& run) {
  const FreshErrors& parts = run.now().fresh_parts;
  const double times = parts.named / parts.on_data;
  const bool has_others = parts.others >= 0;
  const std::size_t unnamed = unnamed_positions(run.all.data);
  return "On fresh sequences it is " + digits(run.now().mean_fresh) +
         where(has_others, ": at the {} that the data lacks it is {}, elsewhere {}",
               unnamed == 1 ? "position" : as_text(unnamed) + " positions", digits(parts.others),
               digits(parts.named)) +
         where(run.moved() && times > 1.5,
               ", {} times as large as at the same positions of training places: the model knows "
               "its own sequences better than others",
               digits(times)) +
         where(has_others && times > 1 / 1.5 && times <= 1.5,
               ", about as at the same positions of training places");
}

constexpr const char* kNoFall = "did not fall: it was {} and is {}";

// How a number went.
std::string change(double before, double now, const char* rose) {
  const std::string was = digits(before);
  const std::string is = digits(now);
  return first_said({where(was == is, "stayed at {}", is),
                     where(true, now < before ? "fell from {} to {}" : rose, was, is)});
}

// Of the first `count` epochs that are known; where it was least, only where all are.
std::string validation_sentence(const std::vector<EpochLoss>& losses, std::size_t count) {
  if (!losses[0].validation) return "";
  const auto is_less = [](const EpochLoss& a, const EpochLoss& b) {
    return *a.validation < *b.validation;
  };
  const EpochLoss& least = *std::min_element(losses.data(), losses.data() + count, is_less);
  const EpochLoss& last = losses[count - 1];
  return "The validation loss " + change(*losses[0].validation, *last.validation, kNoFall) +
         where(
             last.epoch == losses[0].epoch + count - 1 && grew(*least.validation, *last.validation),
             ", and was least after epoch {}: {}", least.epoch, digits(*least.validation));
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
  const EpochLoss& last = losses[shares.size()];
  const bool every_epoch = last.epoch == losses[0].epoch + shares.size();
  // Steeper than at first by far.
  const auto most = std::max_element(shares.begin(), shares.end());
  const bool is_steep = every_epoch && *most > std::max(shares[0], 0.0) + 0.02;
  const std::size_t steepest = losses[static_cast<std::size_t>(most - shares.begin()) + 1].epoch;
  const double unexplained = run.all.data.unexplained;
  // At rest: within a hundredth.
  const bool rests = std::abs(last.mean - unexplained) <= unexplained / 100;
  // Floats as large as the last position that is asked for are so far apart.
  const std::size_t trained = run.all.data.position_counts.size() - unnamed_positions(run.all.data);
  const double rounding = static_cast<double>(trained - 1) * 0x1p-23;
  return all_said(
      {"The mean " + change(losses[0].mean, last.mean, kNoFall),
       every_epoch ? shares_sentence(losses[1].epoch, shares) : "",
       w_sentence(run, is_steep, steepest),
       where(run.without_encoding() && (rests || best > unexplained),
             "The variance of the position that tokens do not explain is {}: {}",
             digits(unexplained), rests ? "there it is at rest" : "no less can be reached here"),
       where(run.all.settings.target->is_position && last.mean <= rounding * rounding,
             "What is left is the rounding of the numbers"),
       validation_sentence(losses, shares.size() + 1)});
}

std::string of_data(const RunSoFar& run) {
  const Snapshot& now = run.now();
  const char* unit = run.all.settings.target->is_position ? " positions" : "";
  const auto least = std::min_element(now.errors.begin(), now.errors.end());
  const auto most = std::max_element(now.errors.begin(), now.errors.end());
  const auto position_of = [&](std::vector<double>::const_iterator of) {
    return run.positions()[static_cast<std::size_t>(of - now.errors.begin())];
  };
  const double middle = positions_over_places(run.all.data).mean;
  return all_said(
      {where(true, "Over all training places it {}{}",
             run.moved() ? change(run.first().mean_error, now.mean_error, "rose from {} to {}")
                         : "is " + digits(now.mean_error),
             unit),
       fresh_sentence(run),
       where(*most > *least,
             "On training places it is{} least at position {}, {}, and largest at position {}, {}",
             run.all_shown() ? "" : ", of the positions shown,", position_of(least), digits(*least),
             position_of(most), digits(*most)),
       where(run.without_encoding() && predictions_alike(run) &&
                 std::abs(now.shares_over_places.mean + now.bias - middle) <= middle / 10,
             "All predictions lie about the mean position, {}", middle),
       rarest_sentences(run)});
}

}  // namespace captions
