#include "core/strict_float.h"

#include "report/captions.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>

namespace captions {

namespace {

// How fast the vectors of the later half moved, once the middle position is half there.
std::string pace_sentence(const RunSoFar& run) {
  const Pace pace = pace_of(run);
  if (pace.at == nullptr) return "";
  const auto [slowest, fastest] = std::minmax_element(pace.moved.begin(), pace.moved.end());
  const auto slow = static_cast<std::size_t>(slowest - pace.moved.begin());
  const bool are_alike = *slowest >= 0.6 * *fastest;  // none less than six tenths as far as another
  return where(true,
               "When position {} had come {} of its way, {}, the vectors of {}positions {} to {} "
               "had moved by {} to {}: {}",
               pace.positions.front(), percent(pace.way), when(*pace.at),
               run.all_shown() ? "" : "those shown of ", pace.positions.front(),
               pace.positions.back(), *slowest, *fastest,
               are_alike ? "about equally fast, so those with the farthest to go need longest"
                         : "the slowest is position " + as_text(pace.positions[slow]));
}

// How many of the shown positions have arrived on the ruler, lifted by so much.
std::size_t arrived(const RunSoFar& run, double lift) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < run.positions().size(); ++k) {
    const auto place = static_cast<double>(run.positions()[k]);
    count += std::abs(run.now().ruler[k] + lift - place) < 0.5 ? 1 : 0;
  }
  return count;
}

std::string of_ruler(const RunSoFar& run) {
  const Snapshot& now = run.now();
  const DataSeen& data = run.all.data;
  const std::size_t unnamed = run.learned() ? unnamed_positions(data) : 0;
  const std::size_t tokens = unnamed_tokens(data);
  const std::size_t all = run.positions().size();
  const std::size_t there = arrived(run, 0);
  const std::size_t over_named = arrived(run, now.mean_named_share - now.mean_token_share);
  const char* shown = run.all_shown() ? "" : " shown";
  return all_said(
      {where(run.fixed_waves(),
             "The waves are fixed: what differs from dot to dot changes only as the linear layer "
             "learns how much of each wave to take"),
       where(run.without_encoding(),
             "Without position vectors all positions stand for the same, {} {}; the mean position "
             "of the data's places is {}",
             now.ruler[0], when(now), positions_over_places(data).mean),
       pace_sentence(run),
       where(unnamed == 1, "1 position occurs nowhere in the data, so nothing moves its vector"),
       where(unnamed > 1, "{} positions occur nowhere in the data, so nothing moves their vectors",
             unnamed),
       where(run.moved() && there < all, "{} of {}{} {} within half a position of the line", there,
             all, shown, there == 1 ? "is" : "are"),
       where(run.moved() && there == all && all > 1,
             "All {}{} are within half a position of the line", all, shown),
       where(run.moved() && over_named > there,
             "The ruler averages over all tokens, and {} never {} in the data; averaged over the "
             "others, {} would be",
             tokens, tokens == 1 ? "occurs" : "occur", over_named)});
}

// How the shown tokens shift predictions: those that the data does not name, and the others.
std::string shift_sentences(const RunSoFar& run) {
  std::vector<double> seen;
  std::vector<double> means;
  std::vector<double> unseen;
  const std::vector<double> shifts = token_shifts(run.now());
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const double mean = run.all.data.token_means[run.all.shown.tokens[k]];
    (std::isnan(mean) ? unseen : seen).push_back(shifts[k]);
    if (!std::isnan(mean)) means.push_back(mean);
  }
  const double with_means = statistics::correlation(seen, means);
  return all_said(
      {where(unseen.size() > 1,
             "{} of those shown occur nowhere in the data, so nothing moves their vectors: their "
             "spread is {}, that of the others {}",
             unseen.size(), statistics::standard_deviation(unseen),
             statistics::standard_deviation(seen)),
       where(run.without_encoding() && with_means >= 0.9,
             "The larger a token's mean position in the data, the larger its share: the "
             "correlation is {}",
             with_means)});
}

std::string of_tokens(const RunSoFar& run) {
  if (run.all.settings.vocab_size == 1) return "There is one token, and no spread";
  const auto is_narrower = [](const Snapshot& a, const Snapshot& b) {
    return a.token_spread < b.token_spread;
  };
  const auto begin = run.all.frames.begin();
  const Snapshot& widest = *std::max_element(begin, run.end(), is_narrower);
  const double most = widest.token_spread;
  const double least = std::min_element(begin, run.end(), is_narrower)->token_spread;
  const double first = run.first().token_spread;
  const double last = run.now().token_spread;
  return all_said(
      {first_said(
           {where(grew(first, most) && grew(last, most),
                  "Their spread grew from {} to {} positions {}, then shrank to {}", first, most,
                  when(widest), last),
            where(grew(first, last), "Their spread grew from {} to {} positions", first, last),
            where(grew(last, first), "Their spread shrank from {} to {} positions", first, last),
            where(grew(least, first),
                  "Their spread shrank from {} to {} positions, then grew to {}", first, least,
                  last),
            where(run.moved(), "Their spread stayed about {} positions", last)}),
       // So little that it changes no rounded prediction by itself, as it did before.
       where(last < 0.1 && most > 0.3 && most > 4 * last,
             "The model has learned to ignore which token it is"),
       shift_sentences(run)});
}

// What the position has to do with a prediction.
std::string position_share(const RunSoFar& run) {
  const Snapshot& now = run.now();
  const std::vector<double>& ruler = now.ruler;
  std::size_t rises = 0;
  for (std::size_t k = 1; k < ruler.size(); ++k) rises += ruler[k] > ruler[k - 1] ? 1 : 0;
  const double first = ruler.front() - now.bias - now.mean_token_share;
  const double last = ruler.back() - now.bias - now.mean_token_share;
  const char* shown = run.all_shown() ? "" : ", of those shown";
  return first_said(
      {where(run.without_encoding(),
             "There is no share of the position{} {} in the mean over the data's places, with a "
             "standard deviation of {}, whatever the position",
             predictions_alike(run) ? ", and all predictions lie about the same:"
                                    : "; the predictions, by their tokens alone, are",
             now.shares_over_places.mean + now.bias, now.shares_over_places.spread),
       where(rises > 0 && rises + 1 == ruler.size(),
             "The position's share rises from place to place{}, from {} to {}", shown, first, last),
       where(ruler.size() > 1,
             "The position's share rises at {} of {} steps{}; it is {} at the first position and "
             "{} at the last",
             rises, ruler.size() - 1, shown, first, last)});
}

std::string of_shares(const RunSoFar& run) {
  const Snapshot& now = run.now();
  // All the same: to a quarter of what they are.
  const bool are_alike = now.token_spread < std::abs(now.mean_token_share) / 4;
  const double mean_moved = std::abs(now.mean_token_share - run.first().mean_token_share);
  const double bias_moved = std::abs(now.bias - run.first().bias);
  const std::size_t d_model = run.all.settings.d_model;
  return all_said(
      {position_share(run),
       where(true,
             are_alike
                 ? "The tokens' shares are nearly the same, {} with a standard deviation of {}"
                 : "The tokens' shares differ: they are {} in the mean, with a standard "
                   "deviation of {}",
             now.mean_token_share, now.token_spread),
       where(are_alike && mean_moved > bias_moved,
             "Together they are a second bias: {}, which moved by {} while the bias itself moved "
             "by {}",
             d_model == 1 ? "a product" : "a sum of " + as_text(d_model) + " products", mean_moved,
             bias_moved)});
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
  return first_said(
      {where(!is_read && !was_read, "It can be read off no layer"),
       where(!is_read, "It could be read best off layer {} {}, R² {}, and {} off no layer", first,
             start, before[first], end),
       where(!run.moved(), "It can be read best off layer {}: R² {}", now, after[now]),
       where(first == now || !was_read, "It can be read best off layer {}: R² {} {}, {} {}", now,
             before[now], start, after[now], end),
       where(true, "It can be read best off layer {} {}, R² {}, and {} off layer {}, R² {}", first,
             start, before[first], end, now, after[now])});
}

std::string of_journey(const RunSoFar& run) {
  // Of each frame but the last.
  const bool all = run.all.journeys.size() + 1 >= run.all.frames.size();
  return std::string("The step is the first after what the pictures show") +
         (all ? "; at their end, the last that is kept"
              : ", or, where that has numbers that are infinite or none, the last before it that "
                "has not");
}

}  // namespace

std::string as_text(const Value& value) {
  if (value.text != nullptr) return value.text;
  return value.is_whole ? std::to_string(value.whole) : to_fixed(value.number, 2);
}

std::string filled(std::string sentence, std::initializer_list<Value> values) {
  std::size_t at = 0;
  for (const Value& value : values) {
    const std::string text = as_text(value);
    at = sentence.find("{}", at);
    sentence.replace(at, 2, text);
    at += text.size();
  }
  return sentence;
}

std::string first_said(std::initializer_list<std::string> sentences) {
  for (const std::string& one : sentences) {
    if (!one.empty()) return one;
  }
  return "";
}

std::string all_said(std::initializer_list<std::string> sentences) {
  std::string text;
  for (const std::string& one : sentences) {
    if (!one.empty()) text += (text.empty() ? "" : ". ") + one;
  }
  return text;
}

bool grew(double from, double to) {
  return to > from + std::abs(to) / 20 && as_text(from) != as_text(to);
}

std::string when(const Snapshot& frame) {
  if (frame.within_epoch) return "within epoch " + as_text(frame.epoch + 1);
  return frame.epoch == 0 ? "before the first step" : "after epoch " + as_text(frame.epoch);
}

bool predictions_alike(const RunSoFar& run) {
  return run.now().shares_over_places.spread < positions_over_places(run.all.data).spread / 4;
}

}  // namespace captions

Captions captions_of(const RunSoFar& run) {
  using namespace captions;
  const bool sums = !run.all.has_layers();  // a prediction is a sum of shares
  Captions all = {{"ruler", run.all.settings.target->is_position ? of_ruler(run) : ""},
                  {"loss", of_loss(run)},
                  {"read", sums ? "" : of_read(run)},
                  {"tokens", sums ? of_tokens(run) : ""},
                  {"similarity", of_similarity(run)},
                  {"path", of_path(run)},
                  {"shares", sums ? of_shares(run) : ""},
                  {"data", of_data(run)},
                  {"journey", run.all.journeys.empty() ? "" : of_journey(run)}};
  for (auto& [figure, text] : all) text += text.empty() ? "" : ".";
  return all;
}

std::vector<Captions> captions_of(const RunSeen& run) {
  std::vector<Captions> all;
  for (std::size_t k = 0; k < run.frames.size(); ++k) all.push_back(captions_of({run, k}));
  return all;
}
