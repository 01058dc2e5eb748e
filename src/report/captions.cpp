#include "core/strict_float.h"

#include "report/captions.h"

#include "core/statistics.h"
#include "lesson/observations.h"
#include "report/data_captions.h"
#include "report/vector_captions.h"

#include <algorithm>

namespace captions {

namespace {

// How many positions have arrived; and how many have not only because of tokens that the data does
// not name.
std::string arrived_said(const ToldRun& run) {
  const Arrived there = arrived(run.snapshots);
  const std::size_t count = run.positions().size();
  const std::size_t unnamed = unnamed_tokens(run.snapshots.data());
  const std::string of_the_line = " within half a position of the line.";
  return all_of({
      {there.count == count && count > 1, "Finally all " + number(count) + " are" + of_the_line},
      {there.count < count, "Finally " + number(there.count) + " of " + number(count) +
                                (there.count == 1 ? " is" : " are") + of_the_line},
      {there.over_named > there.count,
       "The ruler averages over all tokens, and " + number(unnamed) +
           (unnamed == 1 ? " never occurs" : " never occur") +
           " in the data; averaged over the others, " + number(there.over_named) + " would be."},
  });
}

std::string ruler_said(const ToldRun& run) {
  // About equally fast: none less than six tenths as far as another.
  const Pace pace = pace_of(run.snapshots);
  const std::string moved = "When position " + number(pace.middle) + " had come " +
                            percent(pace.way) + " of its way, " + when(run.frames()[pace.frame]) +
                            ", the vectors of positions " + number(pace.middle) + " to " +
                            number(pace.last) + " had moved by " + fixed(pace.least) + " to " +
                            fixed(pace.most) + ": ";
  const std::size_t unnamed = unnamed_positions(run.snapshots.data());
  return all_of({
      {run.fixed_waves(),
       "The waves are fixed: what differs from dot to dot changes only as the linear layer learns "
       "how much of each wave to take."},
      {run.without_encoding(),
       "Without position vectors all positions stand for the same, finally " +
           fixed(run.last().ruler[0]) + "; the mean position of the data's places is " +
           fixed(mean_position(run.snapshots.data())) + "."},
      {run.learned() && pace.known && pace.least >= 0.6 * pace.most,
       moved + "about equally fast, so those with the farthest to go need longest."},
      {run.learned() && pace.known && pace.least < 0.6 * pace.most,
       moved + "the slowest is position " + number(pace.slowest) + "."},
      {run.learned() && unnamed > 0,
       number(unnamed) +
           (unnamed == 1
                ? " position occurs nowhere in the data, so nothing moves its vector."
                : " positions occur nowhere in the data, so nothing moves their vectors.")},
      {run.moved(), arrived_said(run)},
  });
}

// Small ones, too.
std::string loss_percent(double share) { return to_significant(100 * share, 2) + " %"; }

std::string of_epoch(const std::string& epoch, double share) {
  if (std::abs(share) < 1e-4) return epoch + " changed it by less than 0.01 %";
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
  const std::string first = share(ruler.front());
  const std::string last = share(ruler.back());
  const double mean = run.last().mean_token_share;
  const double spread = run.last().token_spread;
  const double bias = run.last().bias;
  const double mean_moved = std::abs(mean - run.first().mean_token_share);
  const double bias_moved = std::abs(bias - run.first().bias);
  // All the same: to a quarter of what they are.
  const bool alike = spread < std::abs(mean) / 4;
  return all_of({
      {added && rises + 1 == ruler.size(),
       "Finally the position's share rises from place to place, from " + first + " to " + last +
           "."},
      {added && rises + 1 < ruler.size(), "Finally the position's share rises at " + number(rises) +
                                              " of " + number(ruler.size() - 1) + " steps; it is " +
                                              first + " at the first position and " + last +
                                              " at the last."},
      {!run.settings.encoding->adds_vectors(),
       "There is no share of the position, so all predictions lie about the same: finally " +
           fixed(mean + bias) + " in the mean over the tokens, with a standard deviation of " +
           fixed(spread) + ", whatever the place."},
      {alike, "The tokens' shares are nearly the same, " + fixed(mean) +
                  " with a standard deviation of " + fixed(spread) + "."},
      {!alike, "The tokens' shares differ: they are " + fixed(mean) +
                   " in the mean, with a standard deviation of " + fixed(spread) + "."},
      {alike && run.moved() && mean_moved > bias_moved,
       "Together they are a second bias: " +
           (run.settings.d_model == 1 ? "a product"
                                      : "a sum of " + number(run.settings.d_model) + " products") +
           ", which moved by " + fixed(mean_moved) + " while the bias itself moved by " +
           fixed(bias_moved) + "."},
  });
}

std::string read_said(const ToldRun& run) {
  const auto best = [](const Snapshot& frame) {
    const std::vector<double>& read = frame.layers.read;
    return static_cast<std::size_t>(std::max_element(read.begin(), read.end()) - read.begin());
  };
  const auto layer = [&](const Snapshot& frame) { return "off layer " + number(best(frame)); };
  const auto how_well = [&](const Snapshot& frame) {
    return fixed(frame.layers.read[best(frame)]);
  };
  return "It can be read best " +
         first_of({
             {!run.moved(), layer(run.last()) + ": R² " + how_well(run.last()) + "."},
             {best(run.first()) == best(run.last()),
              layer(run.last()) + ": R² " + how_well(run.first()) + " " + run.at_first() + ", " +
                  how_well(run.last()) + " finally."},
             {true, layer(run.first()) + " " + run.at_first() + ", R² " + how_well(run.first()) +
                        ", and finally " + layer(run.last()) + ", R² " + how_well(run.last()) +
                        "."},
         });
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
