#include "core/strict_float.h"

#include "report/captions.h"

#include "core/statistics.h"
#include "lesson/observations.h"
#include "report/vector_captions.h"

#include <algorithm>

namespace captions {

namespace {

// Of the positions in the data, each as often as it is trained.
double mean_position(const ToldRun& run) {
  const std::vector<std::size_t>& counts = run.snapshots.data().position_counts;
  double sum = 0;
  double places = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += static_cast<double>(i) * static_cast<double>(counts[i]);
    places += static_cast<double>(counts[i]);
  }
  return sum / places;
}

std::string ruler_said(const ToldRun& run) {
  // About equally fast: none less than six tenths as far as another.
  const Climb climb = climb_of(run.snapshots);
  const std::string climbed = "When position " + number(climb.middle) + " had come half its way, " +
                              when(run.frames()[climb.frame]) + ", positions " +
                              number(climb.middle) + " to " + number(climb.last) +
                              " had climbed by " + fixed(climb.least) + " to " + fixed(climb.most) +
                              ": ";
  const std::size_t within = arrived(run.snapshots);
  const std::size_t count = run.positions().size();
  const std::vector<std::size_t>& counts = run.snapshots.counts();
  const auto unseen = std::count(counts.begin(), counts.end(), 0U);
  return all_of({
      {run.fixed_waves(),
       "The waves are fixed: what differs from dot to dot changes only as the linear layer learns "
       "how much of each wave to take."},
      {run.without_encoding(),
       "Without position vectors all positions stand for the same, finally " +
           fixed(run.last().ruler[0]) + "; the mean position of the data's places is " +
           fixed(mean_position(run)) + "."},
      {run.learned() && climb.known && climb.least >= 0.6 * climb.most,
       climbed + "about equally fast, so those with the farthest to go need longest."},
      {run.learned() && climb.known && climb.least < 0.6 * climb.most,
       climbed + "the slowest is position " + number(climb.slowest) + "."},
      {run.learned() && unseen > 0,
       "Positions that occur nowhere in the data, so that nothing moves their vectors: " +
           number(static_cast<std::size_t>(unseen)) + "."},
      {run.moved() && within == count && count > 1,
       "Finally all " + number(count) + " are within half a position of the line."},
      {run.moved() && within < count, "Finally " + number(within) + " of " + number(count) +
                                          " are within half a position of the line."},
  });
}

// Small ones, too.
std::string loss_percent(double share) { return to_significant(100 * share, 2) + " %"; }

std::string of_epoch(const std::string& epoch, double share) {
  return epoch + (share < 0 ? " added " : " took off ") + loss_percent(std::abs(share));
}

// How an epoch changed the loss: the first of which this can be said, the steepest and the last.
std::string shares_of_loss(const LossFall& fall) {
  const std::string first = of_epoch("Epoch " + number(fall.first_epoch), fall.first_share);
  const std::string steepest = of_epoch("epoch " + number(fall.most_epoch), fall.most_share);
  const std::string last = of_epoch("and the last", fall.last_share);
  const bool several = fall.last_epoch > fall.first_epoch + 1;
  return first_of({
      // About the same: none a quarter more than another.
      {several && fall.least_share > 0 && fall.most_share <= 1.25 * fall.least_share,
       "From one epoch to the next it fell by about the same share, " +
           loss_percent(fall.least_share) + " to " + loss_percent(fall.most_share) + "."},
      {fall.last_epoch == fall.first_epoch, first + "."},
      {fall.most_epoch == fall.first_epoch, first + ", the most, " + last + "."},
      {fall.most_epoch == fall.last_epoch, first + ", " + last + ", the most."},
      {true, first + ", " + steepest + ", the most, " + last + "."},
  });
}

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
  // Floats as large as the last position are so far apart.
  const double rounding = static_cast<double>(run.positions().back()) * 0x1p-23;
  return all_of({
      {fall.known && fall.last < fall.first,
       "The mean fell from " + digits(fall.first) + " to " + digits(fall.last) + "."},
      {fall.known && !(fall.last < fall.first), "The mean did not fall: it was " +
                                                    digits(fall.first) + " and is " +
                                                    digits(fall.last) + "."},
      {fall.known && fall.every_epoch, shares_of_loss(fall)},
      // Steeper than at first by far, and w half as long again.
      {run.learned() && fall.known && fall.every_epoch &&
           fall.most_share > fall.first_share + 0.02 && w_steepest > 1.5 * w_first,
       "The length of w grew from " + fixed(w_first) + " to " + fixed(w_steepest) + " " +
           when(steepest) +
           ", so that a step which moves the vectors moved the prediction further."},
      {run.fixed_waves() && rise > 0 && grew(w_first, w_last),
       "The waves that rise all the way rise by " + fixed(rise) + " at most, the position by " +
           number(run.positions().back()) + ", so w must be long: its length grew from " +
           fixed(w_first) + " to " + fixed(w_last) + "."},
      {run.without_encoding() && fall.known && rests, not_explained + "there it came to rest."},
      {run.without_encoding() && fall.known && !rests && fall.last > unexplained,
       not_explained + "no less can be reached here."},
      {fall.known && run.settings.target->is_position && fall.last <= rounding * rounding,
       "What is left is the rounding of the numbers."},
  });
}

std::string tokens_said(const ToldRun& run) {
  const Course spread = course_of(run.snapshots, &Snapshot::token_spread);
  const TokensSeen tokens = tokens_seen(run.snapshots);
  const std::string from = "Their spread grew from " + fixed(spread.first);
  return all_of({
      {run.settings.vocab_size == 1, "There is one token, and no spread."},
      {run.settings.vocab_size > 1 && run.moved(),
       first_of({
           {grew(spread.first, spread.most) && shrank(spread.most, spread.last),
            from + " to " + fixed(spread.most) + " positions " +
                when(run.frames()[spread.most_at]) + ", then shrank to " + fixed(spread.last) +
                "."},
           {grew(spread.first, spread.last), from + " to " + fixed(spread.last) + " positions."},
           {shrank(spread.first, spread.last), "Their spread shrank from " + fixed(spread.first) +
                                                   " to " + fixed(spread.last) + " positions."},
           {shrank(spread.first, spread.least),
            "Their spread shrank from " + fixed(spread.first) + " to " + fixed(spread.least) +
                " positions, then grew to " + fixed(spread.last) + "."},
           {true, "Their spread stayed about " + fixed(spread.last) + " positions."},
       })},
      // So little that it changes no rounded prediction by itself.
      {run.settings.vocab_size > 1 && shrank(spread.most, spread.last) && spread.last < 0.1,
       "The model has learned to ignore which token it is."},
      {tokens.unseen > 1, number(tokens.unseen) +
                              " of those shown occur nowhere in the data, so nothing moves their "
                              "vectors: their spread is " +
                              fixed(tokens.spread_unseen) + ", that of the others " +
                              fixed(tokens.spread_seen) + "."},
      {run.without_encoding() && tokens.with_mean_position >= 0.9,
       "What remains is what each token's own mean position in the data tells by chance: the "
       "correlation with it is " +
           fixed(tokens.with_mean_position) + "."},
  });
}

std::string shares_said(const ToldRun& run) {
  const std::vector<double>& ruler = run.last().ruler;
  std::size_t rises = 0;
  for (std::size_t k = 1; k < ruler.size(); ++k) rises += ruler[k] > ruler[k - 1] ? 1 : 0;
  const auto share = [&](double stands_for) {
    return fixed(stands_for - run.last().bias - run.last().mean_token_share);
  };
  const bool added = run.settings.encoding->adds_vectors() && ruler.size() > 1;
  const std::string ends = ", from " + share(ruler.front()) + " to " + share(ruler.back());
  const double mean = run.last().mean_token_share;
  const double spread = run.last().token_spread;
  const double bias = run.last().bias;
  const double mean_moved = std::abs(mean - run.first().mean_token_share);
  const double bias_moved = std::abs(bias - run.first().bias);
  // All the same: to a quarter of what they are.
  const bool alike = spread < std::abs(mean) / 4;
  return all_of({
      {added && rises + 1 == ruler.size(),
       "Finally the position's share rises from place to place" + ends + "."},
      {added && rises + 1 < ruler.size(), "Finally the position's share rises at " + number(rises) +
                                              " of " + number(ruler.size() - 1) + " steps" + ends +
                                              "."},
      {!run.settings.encoding->adds_vectors(),
       "There is no share of the position, so all predictions lie about the same: finally " +
           fixed(mean + bias) + " in the mean over the tokens, with a standard deviation of " +
           fixed(spread) + ", whatever the place."},
      {alike, "The tokens' shares are nearly the same, " + fixed(mean) +
                  " with a standard deviation of " + fixed(spread) + "."},
      {!alike, "The tokens' shares differ: they are " + fixed(mean) +
                   " in the mean, with a standard deviation of " + fixed(spread) + "."},
      {alike && run.moved() && mean_moved > bias_moved,
       "Together they are a second bias: a sum of " + number(run.settings.d_model) +
           " products, which moved by " + fixed(mean_moved) + " while the bias itself moved by " +
           fixed(bias_moved) + "."},
  });
}

// Why the rarest position is as fast as others, or is not.
std::string rare_said(const ToldRun& run) {
  const Climb climb = climb_of(run.snapshots);
  const std::vector<std::size_t>& counts = run.snapshots.data().position_counts;
  if (!climb.known || 2 * counts[climb.last] > counts[climb.middle]) return "";
  const AdamRoots roots = adam_roots(run.snapshots, run.settings);
  const double eps = run.settings.adam.eps;
  const auto trained = [&](std::size_t position) {
    const std::size_t times = counts[position];
    return "osition " + number(position) + " is trained " +
           (times == 1 ? "once" : number(times) + " times");
  };
  return "P" + trained(climb.last) + " in an epoch, p" + trained(climb.middle) + "; " +
         when(run.frames()[climb.frame]) + " they had climbed by " + fixed(climb.of_last) +
         " and " + fixed(climb.of_middle) + "." +
         first_of({
             // Little: by a quarter at most.
             {climb.of_last >= 0.75 * climb.of_middle && roots.least > eps,
              " Being rare slows it little, since Adam divides by the size of past gradients."},
             {climb.of_last < 0.75 * climb.of_middle && 10 * roots.most < eps,
              " Adam divides by the size of past gradients and ε; here these sizes are " +
                  digits(roots.most) + " at most and ε is " + digits(eps) +
                  ", so that dividing does nothing, and the rare position is left behind."},
         });
}

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
  const std::string fell = before > last.mean_error ? "fell from " : "rose from ";
  const double middle = mean_position(run);
  return all_of({
      {run.moved(), "Over all training places it " + fell + digits(before) + " to " +
                        digits(last.mean_error) + unit + "."},
      {!run.moved(), "Over all training places it is " + digits(last.mean_error) + unit + "."},
      // Half as large again is more than chance makes of so many places.
      {last.mean_fresh > 1.5 * last.mean_error,
       "On fresh sequences it is " + digits(last.mean_fresh) + ", " +
           digits(last.mean_fresh / last.mean_error) +
           " times as large: the model knows its own sequences better than others."},
      {!(last.mean_fresh > 1.5 * last.mean_error),
       "On fresh sequences it is " + digits(last.mean_fresh) + "."},
      {last.errors[most] > last.errors[least],
       "On training places it is finally least at position " + number(run.positions()[least]) +
           ", " + digits(last.errors[least]) + ", and largest at position " +
           number(run.positions()[most]) + ", " + digits(last.errors[most]) + "."},
      {run.without_encoding() && std::abs(last.ruler[0] - middle) <= middle / 10,
       "All predictions lie about the mean position, " + fixed(middle) + "."},
      {run.learned(), rare_said(run)},
  });
}

std::string read_said(const ToldRun& run) {
  const auto best = [](const Snapshot& frame) {
    const std::vector<double>& read = frame.layers.read;
    const auto most = std::max_element(read.begin(), read.end());
    return "layer " + number(static_cast<std::size_t>(most - read.begin())) + ", R² " +
           fixed(*most);
  };
  return "It can be read best " +
         (run.moved() ? "off " + best(run.first()) + ", " + run.at_first() + ", finally " : "") +
         "off " + best(run.last()) + ".";
}

}  // namespace

}  // namespace captions

std::map<std::string, std::string> captions_of(const Snapshots& snapshots, const Settings& settings,
                                               const Projection& projection) {
  const captions::ToldRun run = {snapshots, settings, projection};
  const bool sums = !run.has_layers();  // a prediction is a sum of shares
  std::map<std::string, std::string> said = {
      {"ruler_said", settings.target->is_position ? captions::ruler_said(run) : ""},
      {"loss_said", captions::loss_said(run)},
      {"read_said", sums ? "" : captions::read_said(run)},
      {"tokens_said", sums ? captions::tokens_said(run) : ""},
      {"similarity_said", captions::similarity_said(run)},
      {"path_said", captions::path_said(run)},
      {"shares_said", sums ? captions::shares_said(run) : ""},
      {"data_said", captions::data_said(run)},
      {"journey_said", snapshots.journeys().empty()
                           ? ""
                           : "The step is the first after what the pictures show; at their end, "
                             "the last that is kept."}};
  for (auto& [place, text] : said) {
    if (!text.empty()) text.insert(0, "<p>").append("</p>");
  }
  return said;
}
