#include "core/strict_float.h"

#include "report/captions.h"

#include "lesson/observations.h"
#include "report/sentences.h"

#include <algorithm>

namespace captions {

namespace {

// How fast the vectors of the later half of the positions moved, once the middle one is half there.
void tell_pace(Caption& said, const RunSoFar& run) {
  const Pace pace = pace_of(run);
  if (!pace.known) return;
  said.say("When position ", pace.middle, " had come ", percent(pace.way), " of its way, ",
           when(run.frames[pace.frame]), ", the vectors of ",
           run.all_shown() ? "" : "those shown of ", "positions ", pace.middle, " to ", pace.last,
           " had moved by ", pace.least, " to ", pace.most, ": ");
  // About equally fast: none less than six tenths as far as another.
  if (pace.least >= 0.6 * pace.most) {
    said.go_on("about equally fast, so those with the farthest to go need longest.");
  } else {
    said.go_on("the slowest is position ", pace.slowest, ".");
  }
}

// How many positions have arrived; and how many have not only because of tokens that the data does
// not name.
void tell_arrived(Caption& said, const RunSoFar& run) {
  const Arrived there = arrived(run);
  const std::size_t count = run.positions.size();
  const std::string shown = run.all_shown() ? "" : " shown";
  const std::string of_the_line = " within half a position of the line.";
  if (there.count < count) {
    said.say(there.count, " of ", count, shown, there.count == 1 ? " is" : " are", of_the_line);
  } else if (count > 1) {
    said.say("All ", count, shown, " are", of_the_line);
  }
  if (there.over_named > there.count) {
    const std::size_t unnamed = unnamed_tokens(run.data);
    said.say("The ruler averages over all tokens, and ", unnamed,
             unnamed == 1 ? " never occurs" : " never occur",
             " in the data; averaged over the others, ", there.over_named, " would be.");
  }
}

}  // namespace

std::string of_ruler(const RunSoFar& run) {
  Caption said;
  if (run.fixed_waves()) {
    said.say("The waves are fixed: what differs from dot to dot changes only as the linear layer ",
             "learns how much of each wave to take.");
  }
  if (run.without_encoding()) {
    said.say("Without position vectors all positions stand for the same, ", run.now().ruler[0], " ",
             when(run.now()), "; the mean position of the data's places is ",
             positions_over_places(run.data).mean, ".");
  }
  if (run.learned()) {
    tell_pace(said, run);
    const std::size_t unnamed = unnamed_positions(run.data);
    if (unnamed == 1) {
      said.say("1 position occurs nowhere in the data, so nothing moves its vector.");
    } else if (unnamed > 1) {
      said.say(unnamed, " positions occur nowhere in the data, so nothing moves their vectors.");
    }
  }
  if (run.moved()) tell_arrived(said, run);
  return said.text();
}

std::string of_tokens(const RunSoFar& run) {
  if (run.settings.vocab_size == 1) return "There is one token, and no spread.";
  Caption said;
  const Course spread = course_of(run, &Snapshot::token_spread);
  if (run.moved()) {
    if (grew(spread.first, spread.most) && shrank(spread.most, spread.last)) {
      said.say("Their spread grew from ", spread.first, " to ", spread.most, " positions ",
               when(run.frames[spread.most_at]), ", then shrank to ", spread.last, ".");
    } else if (grew(spread.first, spread.last)) {
      said.say("Their spread grew from ", spread.first, " to ", spread.last, " positions.");
    } else if (shrank(spread.first, spread.last)) {
      said.say("Their spread shrank from ", spread.first, " to ", spread.last, " positions.");
    } else if (shrank(spread.first, spread.least)) {
      said.say("Their spread shrank from ", spread.first, " to ", spread.least,
               " positions, then grew to ", spread.last, ".");
    } else {
      said.say("Their spread stayed about ", spread.last, " positions.");
    }
  }
  // So little that it changes no rounded prediction by itself, as it did before.
  if (spread.last < 0.1 && spread.most > 0.3 && spread.most > 4 * spread.last) {
    said.say("The model has learned to ignore which token it is.");
  }
  const TokensSeen tokens = tokens_seen(run);
  if (tokens.unseen > 1) {
    said.say(tokens.unseen, " of those shown occur nowhere in the data, so nothing moves their ",
             "vectors: their spread is ", tokens.spread_unseen, ", that of the others ",
             tokens.spread_seen, ".");
  }
  if (run.without_encoding() && tokens.with_mean_position >= 0.9) {
    said.say("The larger a token's mean position in the data, the larger its share: the ",
             "correlation is ", tokens.with_mean_position, ".");
  }
  return said.text();
}

std::string of_shares(const RunSoFar& run) {
  Caption said;
  const Snapshot& now = run.now();
  const std::vector<double>& ruler = now.ruler;
  if (run.settings.encoding->adds_vectors() && ruler.size() > 1) {
    std::size_t rises = 0;
    for (std::size_t k = 1; k < ruler.size(); ++k) rises += ruler[k] > ruler[k - 1] ? 1 : 0;
    const std::string shown = run.all_shown() ? "" : ", of those shown";
    const double first = ruler.front() - now.bias - now.mean_token_share;
    const double last = ruler.back() - now.bias - now.mean_token_share;
    if (rises + 1 == ruler.size()) {
      said.say("The position's share rises from place to place", shown, ", from ", first, " to ",
               last, ".");
    } else {
      said.say("The position's share rises at ", rises, " of ", ruler.size() - 1, " steps", shown,
               "; it is ", first, " at the first position and ", last, " at the last.");
    }
  }
  if (run.without_encoding()) {
    said.say("There is no share of the position",
             predictions_alike(run) ? ", and all predictions lie about the same: "
                                    : "; the predictions, by their tokens alone, are ",
             now.shares_over_places.mean + now.bias,
             " in the mean over the data's places, with a standard deviation of ",
             now.shares_over_places.spread, ", whatever the position.");
  }
  // All the same: to a quarter of what they are.
  if (!(now.token_spread < std::abs(now.mean_token_share) / 4)) {
    said.say("The tokens' shares differ: they are ", now.mean_token_share,
             " in the mean, with a standard deviation of ", now.token_spread, ".");
    return said.text();
  }
  said.say("The tokens' shares are nearly the same, ", now.mean_token_share,
           " with a standard deviation of ", now.token_spread, ".");
  const double mean_moved = std::abs(now.mean_token_share - run.first().mean_token_share);
  const double bias_moved = std::abs(now.bias - run.first().bias);
  if (mean_moved > bias_moved) {
    const std::size_t d_model = run.settings.d_model;
    said.say("Together they are a second bias: ",
             d_model == 1 ? "a product" : "a sum of " + as_text(d_model) + " products",
             ", which moved by ", mean_moved, " while the bias itself moved by ", bias_moved, ".");
  }
  return said.text();
}

std::string of_read(const RunSoFar& run) {
  const auto best = [](const Snapshot& frame) {
    const std::vector<double>& read = frame.layers.read;
    return static_cast<std::size_t>(std::max_element(read.begin(), read.end()) - read.begin());
  };
  const std::size_t first = best(run.first());
  const std::size_t now = best(run.now());
  const std::vector<double>& at_first = run.first().layers.read;
  const double how_well = run.now().layers.read[now];
  // What is less than the last digit shown is nothing; so is what is not known.
  const bool was_read = at_first[first] >= 0.01;
  Caption said;
  if (!(how_well >= 0.01)) {
    if (!was_read) return "It can be read off no layer.";
    said.say("It could be read best off layer ", first, " ", when(run.first()), ", R² ",
             at_first[first], ", and ", when(run.now()), " off no layer.");
  } else if (!run.moved()) {
    said.say("It can be read best off layer ", now, ": R² ", how_well, ".");
  } else if (first == now || !was_read) {
    said.say("It can be read best off layer ", now, ": R² ", at_first[now], " ", when(run.first()),
             ", ", how_well, " ", when(run.now()), ".");
  } else {
    said.say("It can be read best off layer ", first, " ", when(run.first()), ", R² ",
             at_first[first], ", and ", when(run.now()), " off layer ", now, ", R² ", how_well,
             ".");
  }
  return said.text();
}

std::string of_journey(const RunSoFar& run) {
  // Of each frame but the last.
  return run.journeys.size() + 1 >= run.frames.size()
             ? "The step is the first after what the pictures show; at their end, the last that is "
               "kept."
             : "The step is the first after what the pictures show, or, where that has numbers "
               "that are infinite or none, the last before it that has not.";
}

}  // namespace captions

std::map<std::string, std::string> captions_of(const RunSoFar& run) {
  using namespace captions;
  const bool sums = !run.has_layers();  // a prediction is a sum of shares
  return {{"ruler", run.settings.target->is_position ? of_ruler(run) : ""},
          {"loss", of_loss(run)},
          {"read", sums ? "" : of_read(run)},
          {"tokens", sums ? of_tokens(run) : ""},
          {"similarity", of_similarity(run)},
          {"path", of_path(run)},
          {"shares", sums ? of_shares(run) : ""},
          {"data", of_data(run)},
          {"journey", run.journeys.empty() ? "" : of_journey(run)}};
}
