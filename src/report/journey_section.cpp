#include "core/strict_float.h"

#include "report/journey_section.h"

#include "core/decimal.h"
#include "experiments/stack.h"
#include "report/html.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace {

std::string digits(double value) { return to_significant(value, 5); }

std::string journey_table(const Journey& journey, const std::vector<JourneyRow>& rows) {
  std::vector<std::string> heads = {"j"};
  for (const std::size_t j : journey.columns) heads.push_back(std::to_string(j));
  std::vector<std::vector<std::string>> cells;
  for (const JourneyRow& row : rows) {
    if (!row.heading.empty()) cells.push_back({row.heading});
    cells.push_back({row.name});
    for (const float value : row.values) cells.back().push_back(digits(value));
    cells.back().resize(heads.size(), "–");  // a row that there is not
  }
  return html::table("journey-table", "The vectors, number by number", heads, cells);
}

// Each slot's text between tags by which tables.js finds it.
Slots tagged(Slots slots) {
  for (auto& [name, text] : slots) {
    text.insert(0, "<b data-slot=\"" + name + "\">").append("</b>");
  }
  return slots;
}

// How a prediction with the changed weights compares with the one before.
std::string comparison_of(const PlaceJourney& place) {
  if (digits(place.predicted) == digits(place.predicted_after)) return "as before, to five digits";
  if (std::abs(place.predicted_after - place.target) < std::abs(place.error)) {
    return "closer to its target";
  }
  return "farther from its target, as the batch's other places and Adam's momentum would have it";
}

// "place 0: 12 %, place 1: 88 %"; of many places, the ones most listened to.
std::string listening_of(const PlaceJourney& place) {
  constexpr std::size_t kMost = 20;
  const std::size_t count = place.listens.size();
  std::vector<float> sorted = place.listens;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const float least = count > kMost ? sorted[kMost - 1] : 0;
  std::string text;
  std::size_t named = 0;
  for (std::size_t j = 0; j < count; ++j) {
    if (place.listens[j] < least || (count > kMost && place.listens[j] == 0)) continue;
    ++named;
    text += (text.empty() ? "place " : ", place ") + std::to_string(j) + ": " +
            to_fixed(100 * place.listens[j], 0) + " %";
  }
  return text + (named < count ? "; less to each other place" : "");
}

// The rate of a step, as its formula; while it grows or falls, of its part of lr.
std::string rate_formula(const AdamOptions& options, std::uint64_t step) {
  const double share = options.share_at(step);
  std::string part = share == 1 ? "" : " · " + digits(share);
  if (step < options.warmup) part = " · s/" + std::to_string(options.warmup);
  return "lr" + part + " / (1 − β1^s)";
}

// What weight decay and clipping add to the step's text: nothing where they are off.
Slots added_slots(const Journey& journey, const AdamOptions& options) {
  Slots slots;
  const double taken = options.rate_at(journey.step) * options.weight_decay;
  const std::string factor = digits(journey.clip_factor);
  if (options.weight_decay > 0) slots["update"] = "weight = (1 − " + digits(taken) + ") weight −";
  if (options.clip > 0)
    slots["clipped"] = ", all gradients times " + factor + " to clip their norm";
  return slots;
}

using Counts = std::vector<std::pair<const char*, std::uint64_t>>;
using Numbers = std::vector<std::pair<const char*, double>>;

// Counts as they are, other numbers to five digits.
Slots slots_of(const Counts& counts, const Numbers& numbers) {
  Slots slots;
  for (const auto& [name, count] : counts) slots[name] = std::to_string(count);
  for (const auto& [name, number] : numbers) slots[name] = digits(number);
  return slots;
}

}  // namespace

Slots journey_slots(const Journey& journey, const Settings& settings) {
  const AdamStep<float> adam(settings.adam, journey.step);
  const RowJourney& bias = journey.bias;
  const Numbers numbers = {{"loss", journey.loss},
                           {"bias", bias.before[0]},
                           {"db", bias.grad[0] / journey.clip_factor},
                           {"biasAfter", bias.after[0]},
                           {"rate", adam.step_size},
                           {"root", adam.root_correction2}};
  Slots slots = slots_of(
      {{"step", journey.step}, {"epoch", journey.epoch}, {"places", journey.places}}, numbers);
  slots["rateFormula"] = rate_formula(settings.adam, journey.step);
  slots.merge(added_slots(journey, settings.adam));
  slots["layers"] = layers_text(settings.stack.layers);
  return slots;
}

Slots place_slots(const PlaceJourney& place) {
  const RowJourney& row = place.of_token;
  const Counts counts = {{"token", place.token},
                         {"position", place.position},
                         {"tokenPlaces", place.token_places},
                         {"positionPlaces", place.position_places}};
  const Numbers of_place = {{"target", place.target},
                            {"tokenScore", place.token_score},
                            {"positionScore", place.position_score},
                            {"predicted", place.predicted},
                            {"error", place.error},
                            {"dy", place.dy},
                            {"tokenDscore", place.token_dscore},
                            {"positionDscore", place.position_dscore},
                            {"after", place.predicted_after}};
  const Numbers of_weight = {{"g", row.grad[0]},   {"m0", row.m_before[0]},
                             {"m", row.m[0]},      {"v0", row.v_before[0]},
                             {"v", row.v[0]},      {"w0", row.before[0]},
                             {"w1", row.after[0]}, {"moved", row.after[0] - row.before[0]}};
  Slots slots = slots_of(counts, of_place);
  slots.merge(slots_of({}, of_weight));
  slots["listens"] = listening_of(place);
  slots["closer"] = comparison_of(place);
  return slots;
}

std::vector<JourneyRow> journey_rows(const Journey& journey, const PlaceJourney& place) {
  const bool layers = !place.stages.empty();
  const RowJourney& token = place.of_token;
  const RowJourney& position = place.of_position;
  std::vector<JourneyRow> rows = {{"E[t], the token's row", token.before, "Forward"},
                                  {"P[i], the position's row", place.position_row}};
  for (const Stage& stage : place.stages) rows.push_back({html::escaped(stage.name), stage.values});
  rows.push_back({"w", journey.weight.before});
  if (!layers) rows.push_back({"E[t]<sub>j</sub> w<sub>j</sub>", place.token_products});
  if (!layers) rows.push_back({"P[i]<sub>j</sub> w<sub>j</sub>", place.position_products});
  rows.push_back(
      {layers ? "dy w, at the last layer's end" : "dy w, of this place", place.dx, "Gradients"});
  rows.insert(rows.end(), {{"dE[t], of all its places", token.grad},
                           {"dP[i], of all its places", position.grad},
                           {"dw", journey.weight.grad},
                           {"m of E[t] after", token.m, "Adam"},
                           {"v of E[t] after", token.v},
                           {"E[t] after", token.after},
                           {"m of P[i] after", position.m},
                           {"v of P[i] after", position.v},
                           {"P[i] after", position.after},
                           {"w after", journey.weight.after}});
  return rows;
}

std::string journey_section(const RunSeen& run) {
  if (run.journeys.empty()) {
    const bool made_none = run.frames.size() + run.frames_left_out == 1;
    return made_none ? "<p>The run made no step.</p>\n"
                     : "<p>No step is shown: each has numbers that are infinite or none.</p>\n";
  }
  const Journey& journey = run.journeys.back();
  const PlaceJourney& place = journey.sequence.back();
  Slots values = tagged(journey_slots(journey, run.settings));
  values.merge(tagged(place_slots(place)));
  values.merge(Slots{{"update", "weight −="}, {"clipped", ""}});
  values["table"] = journey_table(journey, journey_rows(journey, place));
  return html::filled(
      html::source(run.has_layers() ? html::Source::kLayerJourney : html::Source::kJourney),
      values);
}
