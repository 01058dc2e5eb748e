#include "core/strict_float.h"

#include "report/journey_page.h"

#include "core/decimal.h"
#include "report/html.h"

#include <array>
#include <cmath>

namespace {

// The rows of the table; a heading starts a group.
struct RowLabel {
  const char* heading;
  const char* label;
};

constexpr std::array<RowLabel, 14> kRowLabels = {{
    {"Lookup and sum", "E[t], the token's row"},
    {nullptr, "P[i], the position's row"},
    {nullptr, "x = E[t] + P[i]"},
    {"Linear", "w"},
    {nullptr, "x<sub>j</sub> w<sub>j</sub>"},
    {"Gradients", "dx = dy w, of this place"},
    {nullptr, "dE[t], of all its places"},
    {nullptr, "dP[i], of all its places"},
    {"Adam, the token's row", "m after"},
    {nullptr, "v after"},
    {nullptr, "E[t] after"},
    {"Adam, the position's row", "m after"},
    {nullptr, "v after"},
    {nullptr, "P[i] after"},
}};

std::string digits(double value) { return to_significant(value, 5); }

std::string slot(const std::string& name) { return "<b data-slot=\"" + name + "\"></b>"; }

// The text, step by step; b elements are slots.
std::string steps_text() {
  const auto s = slot;
  std::string text = "<p>Step " + s("step") + ", the first of epoch " + s("epoch") +
                     ": a batch of N = " + s("places") + " places, loss " + s("loss") +
                     ". This place holds token t = " + s("token") +
                     " at position i = " + s("position") + ".</p>\n<ol class=\"steps\">\n";
  const auto step = [&](const std::string& what, const std::string& formula) {
    text += "<li>" + what + " <span class=\"formula\">" + formula + "</span></li>\n";
  };
  step("Look both vectors up and add them.",
       "x = E[" + s("token") + "] + P[" + s("position") + "]");
  step("The linear layer predicts a position.",
       "y = x·w + b = " + s("sum") + " + " + s("bias") + " = " + s("predicted"));
  step("How wrong is it?",
       "error = y − i = " + s("predicted") + " − " + s("position") + " = " + s("error"));
  step("The loss is the mean of the squared errors over the batch, so here is its slope.",
       "dy = 2/N · error = 2/" + s("places") + " · " + s("error") + " = " + s("dy"));
  step("Backward through the linear layer and the sum, which hands the gradient on unchanged.",
       "dx = dy w");
  step("Each row gathers the gradients of all its places: token " + s("token") + " stands at " +
           s("tokenPlaces") + " of them, and " + s("positionPlaces") + " are at position " +
           s("position") + ".",
       "dE[t] = Σ dx, dP[i] = Σ dx");
  step("Adam moves every number; here the first one of E[" + s("token") +
           "], with gradient g = " + s("g") + ".",
       "m = β1 m + (1 − β1) g = " + s("m0") + " → " + s("m") +
           ", v = β2 v + (1 − β2) g² = " + s("v0") + " → " + s("v") + ", weight −= " + s("rate") +
           " · m / (√v / " + s("root") + " + ε): " + s("w0") + " → " + s("w1"));
  step("With all weights changed, the same place would now be predicted " + s("closer") + ".",
       "y = " + s("after"));
  return text + "</ol>\n";
}

std::string journey_table(const Journey& journey, const std::vector<std::vector<float>>& rows) {
  std::string table =
      "<div class=\"scroll\" tabindex=\"0\"><table id=\"journey-table\"><caption>The vectors, "
      "number "
      "by number</caption>\n<thead><tr><th scope=\"col\">j</th>";
  for (const std::size_t j : journey.columns) {
    table += "<th scope=\"col\">" + std::to_string(j) + "</th>";
  }
  table += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::string group = kRowLabels.at(r).heading == nullptr
                                  ? ""
                                  : "<em>" + std::string(kRowLabels.at(r).heading) + "</em> ";
    table += "<tr><th scope=\"row\">" + group + kRowLabels.at(r).label + "</th>";
    for (std::size_t c = 0; c < journey.columns.size(); ++c) {
      table += "<td>" + (rows[r].empty() ? "–" : digits(rows[r][c])) + "</td>";
    }
    table += "</tr>\n";
  }
  return table + "</tbody></table></div>\n";
}

// Puts each slot's text between its tags.
std::string filled(std::string text, const Slots& slots) {
  for (const auto& [name, value] : slots) {
    const std::string open = "data-slot=\"" + name + "\">";
    for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
      at += open.size();
      text.insert(at, value);
    }
  }
  return text;
}

}  // namespace

Slots journey_slots(const Journey& journey) {
  return {{"step", std::to_string(journey.step)},
          {"epoch", std::to_string(journey.epoch)},
          {"places", std::to_string(journey.places)},
          {"loss", digits(journey.loss)},
          {"bias", digits(journey.bias)}};
}

Slots place_slots(const Journey& journey, const PlaceJourney& place, const Config& config) {
  const RowJourney& row = journey.tokens.at(place.token);
  const AdamStep adam = adam_step(config.adam, journey.step);
  const double before = std::abs(place.error);
  const double after =
      std::abs(static_cast<double>(place.predicted_after) - static_cast<double>(place.position));
  return {{"token", std::to_string(place.token)},
          {"position", std::to_string(place.position)},
          {"tokenPlaces", std::to_string(place.token_places)},
          {"positionPlaces", std::to_string(place.position_places)},
          {"sum", digits(place.sum)},
          {"predicted", digits(place.predicted)},
          {"error", digits(place.error)},
          {"dy", digits(place.dy)},
          {"g", digits(row.grad[0])},
          {"m0", digits(row.m_before[0])},
          {"m", digits(row.m[0])},
          {"v0", digits(row.v_before[0])},
          {"v", digits(row.v[0])},
          {"rate", digits(adam.step_size)},
          {"root", digits(adam.root_correction2)},
          {"w0", digits(row.before[0])},
          {"w1", digits(row.after[0])},
          {"after", digits(place.predicted_after)},
          {"closer", after < before ? "closer to its position"
                                    : "farther from its position, as the batch's other places "
                                      "and Adam's momentum would have it"}};
}

std::vector<std::vector<float>> journey_rows(const Journey& journey, const PlaceJourney& place) {
  const RowJourney& token = journey.tokens.at(place.token);
  const auto found = journey.positions.find(place.position);
  const RowJourney position = found == journey.positions.end() ? RowJourney() : found->second;
  return {token.before,   place.position_row,
          place.x,        journey.weight.before,
          place.products, place.dx,
          token.grad,     position.grad,
          token.m,        token.v,
          token.after,    position.m,
          position.v,     position.after};
}

std::string journey_section(const History& history, const Config& config) {
  if (history.journeys().empty()) return "<p>The run made no step.</p>\n";
  const Journey& journey = history.journeys().back();
  const std::vector<PlaceJourney>& sequence = journey.sequences.front();
  const PlaceJourney& place = sequence.back();
  const std::string choice =
      "<p class=\"choice\"><label>Sequence <select id=\"journey-sequence\"></select></label>\n"
      "<label>Place <select id=\"journey-place\"></select></label></p>\n";
  const std::string text = filled(steps_text(), place_slots(journey, place, config));
  return choice + filled(text, journey_slots(journey)) +
         journey_table(journey, journey_rows(journey, place));
}
