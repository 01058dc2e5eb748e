#include "core/strict_float.h"

#include "report/page_data.h"

#include "core/decimal.h"
#include "lesson/snapshot_numbers.h"
#include "report/journey_section.h"

#include <cmath>

namespace {

std::string number_of(double value) {
  return std::isfinite(value) ? to_significant(value, 5) : "null";
}
std::string number_of(float value) { return number_of(static_cast<double>(value)); }
std::string number_of(std::size_t value) { return std::to_string(value); }

// a,b,c of what `text` makes of each; and the same in brackets.
template <class Values, class Text>
std::string list_of(const Values& values, const Text& text) {
  std::string result;
  for (const auto& value : values) result += (result.empty() ? "" : ",") + text(value);
  return result;
}

template <class Values, class Text>
std::string list(const Values& values, const Text& text) {
  return "[" + list_of(values, text) + "]";
}

template <class Values>
std::string numbers(const Values& values) {
  return list(values, [](const auto& value) { return number_of(value); });
}

std::string entry(const char* name, const std::string& value) {
  return std::string("\"") + name + "\":" + value;
}

std::string frame_data(const Snapshot& frame, const std::vector<Coordinates>& path) {
  return "{" + entry("epoch", number_of(frame.epoch)) + "," +
         entry("within", frame.within_epoch ? "true" : "false") + "," +
         entry("ruler", numbers(frame.ruler)) + "," + entry("miss", number_of(frame.largest_miss)) +
         "," + entry("missAt", number_of(frame.missed_at)) + "," +
         entry("tokens", numbers(frame.token_shares)) + "," +
         entry("meanToken", number_of(frame.mean_token_share)) + "," +
         entry("spread", number_of(frame.token_spread)) + "," +
         entry("bias", number_of(frame.bias)) + "," + entry("errors", numbers(frame.errors)) + "," +
         entry("similarity", list(pair_similarities(frame),
                                  [](double value) { return to_significant(value, 2); })) +
         "," +
         entry("path", list(path,
                            [](const Coordinates& point) {
                              return "[" + number_of(point[0]) + "," + number_of(point[1]) + "]";
                            })) +
         "}";
}

std::string slots_data(const Slots& slots) {
  return "{" +
         list_of(slots,
                 [](const auto& slot) {
                   return entry(slot.first.c_str(), "\"" + slot.second + "\"");
                 }) +
         "}";
}

std::string place_data(const Journey& journey, const PlaceJourney& place) {
  const auto row = [](const std::vector<float>& values) { return numbers(values); };
  return "{" + entry("slots", slots_data(place_slots(journey, place))) + "," +
         entry("rows", list(journey_rows(journey, place), row)) + "}";
}

std::string journey_data(const Journey& journey, const Settings& settings) {
  const auto sequence = [&](const std::vector<PlaceJourney>& places) {
    return list(places, [&](const PlaceJourney& place) { return place_data(journey, place); });
  };
  return "{" + entry("epoch", number_of(journey.epoch)) + "," +
         entry("slots", slots_data(journey_slots(journey, settings))) + "," +
         entry("sequences", list(journey.sequences, sequence)) + "}";
}

}  // namespace

std::string page_data(const Snapshots& snapshots, const Settings& settings) {
  const Shown& shown = snapshots.shown();
  std::vector<std::vector<Coordinates>> paths = projection_of(snapshots).paths;
  paths.resize(snapshots.frames().size());
  std::string frames;
  for (std::size_t f = 0; f < snapshots.frames().size(); ++f) {
    frames += (f == 0 ? "" : ",\n") + frame_data(snapshots.frames()[f], paths[f]);
  }
  const auto loss = [](const EpochLoss& one) {
    return "[" + number_of(one.epoch) + "," + to_decimal(one.last_batch) + "," +
           to_decimal(one.mean) + "]";
  };
  return "{" + entry("epochs", number_of(settings.epochs)) + "," +
         entry("positions", numbers(shown.positions)) + "," +
         entry("tokens", numbers(shown.tokens)) + ",\n" +
         entry("losses", list(snapshots.losses(), loss)) + ",\n" +
         entry("sequences",
               list(shown.sequences, [](const auto& sequence) { return numbers(sequence); })) +
         ",\n" + entry("frames", "[" + frames + "]") + ",\n" +
         entry("journeys", list(snapshots.journeys(),
                                [&](const Journey& journey) {
                                  return journey_data(journey, settings) + "\n";
                                })) +
         "}";
}
