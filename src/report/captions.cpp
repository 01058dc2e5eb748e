#include "core/strict_float.h"

#include "report/captions.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>

namespace captions {

namespace {

// How fast the vectors of the later half of the positions moved, once the middle one is half there.
void tell_pace(Caption& said, const RunSoFar& run, const Pace& pace) {
  const auto [slowest, fastest] =
      std::minmax_element(pace.moved.begin() + static_cast<std::ptrdiff_t>(pace.middle),
                          pace.moved.begin() + static_cast<std::ptrdiff_t>(pace.last) + 1);
  said.say(
      "When position {} had come {} of its way, {}, the vectors of {}positions {} to {} had "
      "moved by {} to {}: ",
      run.positions()[pace.middle], percent(pace.way), when(*pace.at),
      run.all_shown() ? "" : "those shown of ", run.positions()[pace.middle],
      run.positions()[pace.last], *slowest, *fastest);
  // About equally fast: none less than six tenths as far as another.
  const bool are_alike = *slowest >= 0.6 * *fastest;
  said.go_on(are_alike, "about equally fast, so those with the farthest to go need longest");
  said.go_on(!are_alike, "the slowest is position {}",
             run.positions()[static_cast<std::size_t>(slowest - pace.moved.begin())]);
}

// How many positions have arrived; and how many have not only because of tokens that the data does
// not name.
void tell_arrived(Caption& said, const RunSoFar& run) {
  const Snapshot& now = run.now();
  const auto arrived = [&](double lift) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < run.positions().size(); ++k) {
      const auto place = static_cast<double>(run.positions()[k]);
      count += std::abs(now.ruler[k] + lift - place) < 0.5 ? 1 : 0;
    }
    return count;
  };
  const std::size_t count = run.positions().size();
  const std::size_t there = arrived(0);
  const std::string shown = run.all_shown() ? "" : " shown";
  said.where(there < count, "{} of {}{} {} within half a position of the line", there, count, shown,
             there == 1 ? "is" : "are");
  said.or_where(count > 1, "All {}{} are within half a position of the line", count, shown);
  const std::size_t over_named = arrived(now.mean_named_share - now.mean_token_share);
  const std::size_t unnamed = unnamed_tokens(run.all.data);
  said.where(over_named > there,
             "The ruler averages over all tokens, and {} never {} in the data; averaged over the "
             "others, {} would be",
             unnamed, unnamed == 1 ? "occurs" : "occur", over_named);
}

std::string of_ruler(const RunSoFar& run, const Pace& pace) {
  Caption said;
  said.where(run.fixed_waves(),
             "The waves are fixed: what differs from dot to dot changes only as the linear layer "
             "learns how much of each wave to take");
  said.where(run.without_encoding(),
             "Without position vectors all positions stand for the same, {} {}; the mean position "
             "of the data's places is {}",
             run.now().ruler[0], when(run.now()), positions_over_places(run.all.data).mean);
  if (pace.at != nullptr) tell_pace(said, run, pace);
  const std::size_t unnamed = run.learned() ? unnamed_positions(run.all.data) : 0;
  said.where(unnamed == 1, "1 position occurs nowhere in the data, so nothing moves its vector");
  said.where(unnamed > 1, "{} positions occur nowhere in the data, so nothing moves their vectors",
             unnamed);
  if (run.moved()) tell_arrived(said, run);
  return said.text();
}

std::string of_tokens(const RunSoFar& run) {
  if (run.all.settings.vocab_size == 1) return "There is one token, and no spread.";
  const auto end = run.all.frames.begin() + static_cast<std::ptrdiff_t>(run.shown) + 1;
  const auto is_narrower = [](const Snapshot& a, const Snapshot& b) {
    return a.token_spread < b.token_spread;
  };
  const Snapshot& widest = *std::max_element(run.all.frames.begin(), end, is_narrower);
  const double first = run.first().token_spread;
  const double least = std::min_element(run.all.frames.begin(), end, is_narrower)->token_spread;
  const double most = widest.token_spread;
  const double last = run.now().token_spread;
  Caption said;
  if (run.moved()) {
    said.where(grew(first, most) && grew(last, most),
               "Their spread grew from {} to {} positions {}, then shrank to {}", first, most,
               when(widest), last);
    said.or_where(grew(first, last), "Their spread grew from {} to {} positions", first, last);
    said.or_where(grew(last, first), "Their spread shrank from {} to {} positions", first, last);
    said.or_where(grew(least, first),
                  "Their spread shrank from {} to {} positions, then grew to {}", first, least,
                  last);
    said.or_else("Their spread stayed about {} positions", last);
  }
  // So little that it changes no rounded prediction by itself, as it did before.
  said.where(last < 0.1 && most > 0.3 && most > 4 * last,
             "The model has learned to ignore which token it is");
  std::vector<double> seen;
  std::vector<double> means;
  std::vector<double> unseen;
  const std::vector<double> shifts = token_shifts(run.now());
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const double mean = run.all.data.token_means[run.all.shown.tokens[k]];
    (std::isnan(mean) ? unseen : seen).push_back(shifts[k]);
    if (!std::isnan(mean)) means.push_back(mean);
  }
  said.where(unseen.size() > 1,
             "{} of those shown occur nowhere in the data, so nothing moves their vectors: their "
             "spread is {}, that of the others {}",
             unseen.size(), statistics::standard_deviation(unseen),
             statistics::standard_deviation(seen));
  const double with_means = statistics::correlation(seen, means);
  said.where(run.without_encoding() && with_means >= 0.9,
             "The larger a token's mean position in the data, the larger its share: the "
             "correlation is {}",
             with_means);
  return said.text();
}

std::string of_shares(const RunSoFar& run) {
  Caption said;
  const Snapshot& now = run.now();
  const std::vector<double>& ruler = now.ruler;
  if (run.encoding().adds_vectors() && ruler.size() > 1) {
    std::size_t rises = 0;
    for (std::size_t k = 1; k < ruler.size(); ++k) rises += ruler[k] > ruler[k - 1] ? 1 : 0;
    const std::string shown = run.all_shown() ? "" : ", of those shown";
    const double first = ruler.front() - now.bias - now.mean_token_share;
    const double last = ruler.back() - now.bias - now.mean_token_share;
    said.where(rises + 1 == ruler.size(),
               "The position's share rises from place to place{}, from {} to {}", shown, first,
               last);
    said.or_else(
        "The position's share rises at {} of {} steps{}; it is {} at the first position "
        "and {} at the last",
        rises, ruler.size() - 1, shown, first, last);
  }
  said.where(run.without_encoding(),
             "There is no share of the position{} {} in the mean over the data's places, with a "
             "standard deviation of {}, whatever the position",
             predictions_alike(run) ? ", and all predictions lie about the same:"
                                    : "; the predictions, by their tokens alone, are",
             now.shares_over_places.mean + now.bias, now.shares_over_places.spread);
  // All the same: to a quarter of what they are.
  const bool are_alike = now.token_spread < std::abs(now.mean_token_share) / 4;
  said.where(are_alike,
             "The tokens' shares are nearly the same, {} with a standard deviation of {}",
             now.mean_token_share, now.token_spread);
  said.or_else(
      "The tokens' shares differ: they are {} in the mean, with a standard deviation of "
      "{}",
      now.mean_token_share, now.token_spread);
  const double mean_moved = std::abs(now.mean_token_share - run.first().mean_token_share);
  const double bias_moved = std::abs(now.bias - run.first().bias);
  const std::size_t d_model = run.all.settings.d_model;
  said.where(are_alike && mean_moved > bias_moved,
             "Together they are a second bias: {}, which moved by {} while the bias itself moved "
             "by {}",
             d_model == 1 ? "a product" : "a sum of " + as_text(d_model) + " products", mean_moved,
             bias_moved);
  return said.text();
}

std::string of_read(const RunSoFar& run) {
  const std::vector<double>& before = run.first().layers.read;
  const std::vector<double>& after = run.now().layers.read;
  const auto best = [](const std::vector<double>& read) {
    return static_cast<std::size_t>(std::max_element(read.begin(), read.end()) - read.begin());
  };
  const std::size_t first = best(before);
  const std::size_t now = best(after);
  // What is less than the last digit shown is nothing; so is what is not known.
  const bool was_read = before[first] >= 0.01;
  const bool is_read = after[now] >= 0.01;
  const std::string start = when(run.first());
  const std::string end = when(run.now());
  Caption said;
  said.where(!is_read && !was_read, "It can be read off no layer");
  said.or_where(!is_read, "It could be read best off layer {} {}, R² {}, and {} off no layer",
                first, start, before[first], end);
  said.or_where(!run.moved(), "It can be read best off layer {}: R² {}", now, after[now]);
  said.or_where(first == now || !was_read, "It can be read best off layer {}: R² {} {}, {} {}", now,
                before[now], start, after[now], end);
  said.or_else("It can be read best off layer {} {}, R² {}, and {} off layer {}, R² {}", first,
               start, before[first], end, now, after[now]);
  return said.text();
}

std::string of_journey(const RunSoFar& run) {
  // Of each frame but the last.
  return run.all.journeys.size() + 1 >= run.all.frames.size()
             ? "The step is the first after what the pictures show; at their end, the last that is "
               "kept."
             : "The step is the first after what the pictures show, or, where that has numbers "
               "that are infinite or none, the last before it that has not.";
}

}  // namespace

std::string Caption::filled(std::string sentence, const std::vector<std::string>& values) {
  std::size_t at = 0;
  for (const std::string& value : values) {
    at = sentence.find("{}", at);
    sentence.replace(at, 2, value);
    at += value.size();
  }
  return sentence;
}

bool grew(double from, double to) {
  return to > from + std::abs(to) / 20 && as_text(from) != as_text(to);
}

std::string when(const Snapshot& frame) {
  if (frame.within_epoch) return "within epoch " + as_text(frame.epoch + 1);
  return frame.epoch == 0 ? "before the first step" : "after epoch " + as_text(frame.epoch);
}

std::size_t trained_positions(const RunSoFar& run) {
  return run.all.counts.size() -
         static_cast<std::size_t>(std::count(run.all.counts.begin(), run.all.counts.end(), 0U));
}

bool predictions_alike(const RunSoFar& run) {
  return run.now().shares_over_places.spread < positions_over_places(run.all.data).spread / 4;
}

Pace pace_of(const RunSoFar& run) {
  const std::size_t trained = trained_positions(run);
  const std::size_t middle = trained / 2;
  if (!run.learned() || trained < 4) return {};
  const auto place = static_cast<double>(run.positions()[middle]);
  const auto to_go = [&](const Snapshot& frame) { return place - frame.ruler[middle]; };
  const double at_first = to_go(run.first());
  const auto end = run.all.frames.begin() + static_cast<std::ptrdiff_t>(run.shown) + 1;
  const auto half_way = std::find_if(run.all.frames.begin() + 1, end, [&](const Snapshot& frame) {
    return to_go(frame) <= at_first / 2;
  });
  if (!(run.first().ruler[middle] < place / 2) || half_way == end) return {};
  const double way = 1 - to_go(*half_way) / at_first;
  if (!(way <= 0.75)) return {};
  return {&*half_way, way, middle, trained - 1, distances(half_way->vectors, run.first().vectors)};
}

AdamRoots adam_roots(const RunSoFar& run) {
  const auto later = std::find_if(run.all.journeys.begin(), run.all.journeys.end(),
                                  [&](const Journey& one) { return one.frame >= run.shown; });
  if (later == run.all.journeys.begin()) return {};
  const Journey& journey = *(later - 1);
  const AdamStep<double> adam(run.all.settings.adam, journey.step);
  std::vector<double> roots;
  for (const PlaceJourney& place : journey.sequence) {
    for (const float v : place.of_position.v) {
      roots.push_back(std::sqrt(static_cast<double>(v)) / adam.root_correction2);
    }
  }
  if (roots.empty()) return {};
  const auto [least, most] = std::minmax_element(roots.begin(), roots.end());
  return {*least, *most};
}

}  // namespace captions

Captions captions_of(const RunSoFar& run) {
  using namespace captions;
  const bool sums = !run.all.has_layers();  // a prediction is a sum of shares
  const Pace pace = pace_of(run);
  const AdamRoots roots = adam_roots(run);
  return {{"ruler", run.all.settings.target->is_position ? of_ruler(run, pace) : ""},
          {"loss", of_loss(run)},
          {"read", sums ? "" : of_read(run)},
          {"tokens", sums ? of_tokens(run) : ""},
          {"similarity", of_similarity(run)},
          {"path", of_path(run, roots)},
          {"shares", sums ? of_shares(run) : ""},
          {"data", of_data(run, pace, roots)},
          {"journey", run.all.journeys.empty() ? "" : of_journey(run)}};
}

std::vector<Captions> captions_of(const RunSeen& run) {
  std::vector<Captions> all;
  for (std::size_t k = 0; k < run.frames.size(); ++k) all.push_back(captions_of({run, k}));
  return all;
}
