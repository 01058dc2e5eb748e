#include "core/strict_float.h"

#include "report/report_page.h"

#include "core/decimal.h"
#include "core/json.h"
#include "lesson/published_losses.h"
#include "report/journey_section.h"

namespace {

std::string number_of(double value) { return json::number(value, 5); }
std::string number_of(std::size_t value) { return std::to_string(value); }

template <class Values>
std::string numbers(const Values& values) {
  return json::array(values, [](const auto& value) { return number_of(value); });
}

// Attention in whole percent.
std::string percents(const std::vector<double>& shares) {
  return json::array(shares, [](double share) { return to_fixed(100 * share, 0); });
}

std::string frame_data(const Snapshot& frame, std::size_t shown, const Projection& projection,
                       const Captions& captions) {
  const bool vectors = !projection.paths.empty();
  const std::vector<Coordinates> path =
      vectors ? projection.paths[shown] : std::vector<Coordinates>();
  const std::string arrow = vectors ? numbers(projection.arrows[shown]) : "null";
  const auto similarity = [](double value) { return json::number(value, 2); };
  return json::object({{"epoch", number_of(frame.epoch)},
                       {"within", frame.within_epoch ? "true" : "false"},
                       {"ruler", numbers(frame.ruler)},
                       {"miss", number_of(frame.largest_miss)},
                       {"missAt", number_of(frame.missed_at)},
                       {"tokens", numbers(frame.token_shares)},
                       {"meanToken", number_of(frame.mean_token_share)},
                       {"spread", number_of(frame.token_spread)},
                       {"bias", number_of(frame.bias)},
                       {"errors", numbers(frame.errors)},
                       {"fresh", numbers(frame.fresh)},
                       {"similarity", json::array(pair_similarities(frame), similarity)},
                       {"path", json::array(path, numbers<Coordinates>)},
                       {"arrow", arrow},
                       {"read", numbers(frame.layers.read)},
                       {"attention", json::array(frame.layers.attention, percents)},
                       {"captions", json::object_of_texts(captions)}});
}

// Which layers and heads the attention of the frames is of, and of which sequences.
std::string layers_data(const RunSeen& run) {
  if (!run.has_layers()) return "null";
  const LayersShown& shown = run.shown.layers;
  return json::object(
      {{"layers", numbers(shown.layers)},
       {"heads", numbers(shown.heads)},
       {"sequences", json::array(shown.sequences, numbers<std::vector<std::size_t>>)}});
}

std::string place_data(const Journey& journey, const PlaceJourney& place) {
  const auto row = [](const JourneyRow& one) { return numbers(one.values); };
  return json::object({{"position", number_of(place.position)},
                       {"slots", json::object_of_texts(place_slots(place))},
                       {"rows", json::array(journey_rows(journey, place), row)}});
}

std::string journey_data(const Journey& journey, const Settings& settings) {
  const auto place = [&](const PlaceJourney& one) { return place_data(journey, one); };
  return json::object({{"frame", number_of(journey.frame)},
                       {"epoch", number_of(journey.epoch)},
                       {"slots", json::object_of_texts(journey_slots(journey, settings))},
                       {"places", json::array(journey.sequence, place)}}) +
         "\n";
}

}  // namespace

std::string page_data(const RunSeen& run, const std::vector<Captions>& captions) {
  const Shown& shown = run.shown;
  const auto frame = [&](const Snapshot& one) {
    const auto k = static_cast<std::size_t>(&one - run.frames.data());
    return frame_data(one, k, run.projection, captions[k]);
  };
  const auto loss = [](const EpochLoss& one) {
    return "[" + number_of(one.epoch) + "," + json::number(one.last_batch) + "," +
           json::number(one.mean) + (one.validation ? "," + json::number(*one.validation) : "") +
           "]";
  };
  const auto published = [](double value) { return json::number(value); };
  const auto journey = [&](const Journey& one) { return journey_data(one, run.settings); };
  return json::object(
      {{"epochs", number_of(run.settings.epochs)},
       {"target", json::quoted(run.settings.target->name)},
       {"positions", numbers(shown.positions)},
       {"tokens", numbers(shown.tokens)},
       {"weights", json::quoted(run.weights)},
       {"losses", json::array(run.losses, loss), json::kOnNewLine},
       {"published", json::array(published_losses(run.settings, run.settings.epochs), published),
        json::kOnNewLine},
       {"counts", numbers(run.counts)},
       {"sequences", json::array(shown.sequences, numbers<std::vector<std::size_t>>),
        json::kOnNewLine},
       {"layers", layers_data(run), json::kOnNewLine},
       {"frames", json::array(run.frames, frame, ",\n"), json::kOnNewLine},
       {"journeys", json::array(run.journeys, journey), json::kOnNewLine}});
}
