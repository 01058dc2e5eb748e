#include "core/strict_float.h"

#include "report/captions.h"

#include "core/statistics.h"
#include "lesson/observations.h"
#include "report/data_captions.h"
#include "report/loss_captions.h"
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
  const std::string shown = run.all_shown() ? "" : " shown";
  return all_of({
      {there.count == count && count > 1,
       "Finally all " + number(count) + shown + " are" + of_the_line},
      {there.count < count, "Finally " + number(there.count) + " of " + number(count) + shown +
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
                            ", the vectors of " + (run.all_shown() ? "" : "those shown of ") +
                            "positions " + number(pace.middle) + " to " + number(pace.last) +
                            " had moved by " + fixed(pace.least) + " to " + fixed(pace.most) + ": ";
  const std::size_t unnamed = unnamed_positions(run.snapshots.data());
  return all_of({
      {run.fixed_waves(),
       "The waves are fixed: what differs from dot to dot changes only as the linear layer learns "
       "how much of each wave to take."},
      {run.without_encoding(),
       "Without position vectors all positions stand for the same, finally " +
           fixed(run.last().ruler[0]) + "; the mean position of the data's places is " +
           fixed(positions_over_places(run.snapshots.data()).mean) + "."},
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
      // So little that it changes no rounded prediction by itself, as it did before.
      {run.settings.vocab_size > 1 && spread.last < 0.1 && spread.most > 0.3 &&
           spread.most > 4 * spread.last,
       "The model has learned to ignore which token it is."},
      {tokens.unseen > 1, number(tokens.unseen) +
                              " of those shown occur nowhere in the data, so nothing moves their "
                              "vectors: their spread is " +
                              fixed(tokens.spread_unseen) + ", that of the others " +
                              fixed(tokens.spread_seen) + "."},
      {run.without_encoding() && tokens.with_mean_position >= 0.9,
       "The larger a token's mean position in the data, the larger its share: the correlation is " +
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
  const std::string shown = run.all_shown() ? "" : ", of those shown";
  const std::string first = share(ruler.front());
  const std::string last = share(ruler.back());
  const double mean = run.last().mean_token_share;
  const double spread = run.last().token_spread;
  const double bias = run.last().bias;
  const double mean_moved = std::abs(mean - run.first().mean_token_share);
  const double bias_moved = std::abs(bias - run.first().bias);
  const std::string over_places = fixed(run.last().shares_over_places.mean + bias) +
                                  " in the mean over the data's places, with a standard "
                                  "deviation of " +
                                  fixed(run.last().shares_over_places.spread) +
                                  ", whatever the position.";
  // All the same: to a quarter of what they are.
  const bool alike = spread < std::abs(mean) / 4;
  return all_of({
      {added && rises + 1 == ruler.size(),
       "Finally the position's share rises from place to place" + shown + ", from " + first +
           " to " + last + "."},
      {added && rises + 1 < ruler.size(), "Finally the position's share rises at " + number(rises) +
                                              " of " + number(ruler.size() - 1) + " steps" + shown +
                                              "; it is " + first + " at the first position and " +
                                              last + " at the last."},
      {run.without_encoding() && predictions_alike(run),
       "There is no share of the position, and all predictions lie about the same: finally " +
           over_places},
      {run.without_encoding() && !predictions_alike(run),
       "There is no share of the position; the predictions, by their tokens alone, are finally " +
           over_places},
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
  const std::size_t finally = best(run.last());
  const double at_first = run.first().layers.read[finally];
  // What is less than the last digit shown is nothing; so is what is not known.
  const auto is_read = [&](const Snapshot& frame) {
    return frame.layers.read[best(frame)] >= 0.01;
  };
  if (!is_read(run.last())) {
    return is_read(run.first())
               ? "It could be read best " + layer(run.first()) + " " + run.at_first() + ", R² " +
                     how_well(run.first()) + ", and finally off no layer."
               : "It can be read off no layer.";
  }
  return "It can be read best " +
         first_of({
             {!run.moved(), layer(run.last()) + ": R² " + how_well(run.last()) + "."},
             {best(run.first()) == finally || !is_read(run.first()),
              layer(run.last()) + ": R² " + fixed(at_first) + " " + run.at_first() + ", " +
                  how_well(run.last()) + " finally."},
             {true, layer(run.first()) + " " + run.at_first() + ", R² " + how_well(run.first()) +
                        ", and finally " + layer(run.last()) + ", R² " + how_well(run.last()) +
                        "."},
         });
}

std::string journey_said(const ToldRun& run) {
  // Of each frame but the last.
  const bool all_kept = run.snapshots.journeys().size() + 1 >= run.frames().size();
  return all_kept ? "The step is the first after what the pictures show; at their end, the last "
                    "that is kept."
                  : "The step is the first after what the pictures show, or, where that has "
                    "numbers that are infinite or none, the last before it that has not.";
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
      {"journey_said", snapshots.journeys().empty() ? "" : captions::journey_said(run)}};
  for (auto& [place, text] : said) {
    if (!text.empty()) text.insert(0, "<p>").append("</p>");
  }
  return said;
}
