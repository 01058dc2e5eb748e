#include "report/journey_section.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"
#include "core/named.h"

TEST(journey_section, every_slot_has_its_text) {
  FollowedRun run(FollowedRun::small());
  const std::string section = journey_section(run.seen);
  CHECK(count_of(section, "<b data-slot=") > 20);
  CHECK_EQ(count_of(section, "\"></b>") + count_of(section, "{{"), 0U);
  const Journey& journey = run.seen.journeys.back();
  const PlaceJourney& place = journey.sequence.back();
  CHECK(has(section, "<b data-slot=\"predicted\">" + to_significant(place.predicted, 5) + "</b>"));
  CHECK(has(section, "<b data-slot=\"token\">" + std::to_string(place.token) + "</b>"));
}

TEST(journey_section, every_row_of_the_table_is_what_it_says) {
  FollowedRun run(FollowedRun::small());
  const std::string section = journey_section(run.seen);
  const Journey& journey = run.seen.journeys.back();
  const PlaceJourney& place = journey.sequence.back();
  const RowJourney& token = place.of_token;
  const RowJourney& position = place.of_position;
  const std::vector<std::pair<std::string, std::vector<float>>> rows = {
      {"E[t], the token's row", token.before},
      {"P[i], the position's row", position.before},
      {"w", journey.weight.before},
      {"E[t]<sub>j</sub> w<sub>j</sub>", place.token_products},
      {"P[i]<sub>j</sub> w<sub>j</sub>", place.position_products},
      {"dy w, of this place", place.dx},
      {"dE[t], of all its places", token.grad},
      {"dP[i], of all its places", position.grad},
      {"dw", journey.weight.grad},
      {"m of E[t] after", token.m},
      {"v of E[t] after", token.v},
      {"E[t] after", token.after},
      {"m of P[i] after", position.m},
      {"v of P[i] after", position.v},
      {"P[i] after", position.after},
      {"w after", journey.weight.after}};
  CHECK_EQ(count_of(section, "<tr>"), rows.size() + 4);
  for (const char* heading : {"Forward", "Gradients", "Adam"}) {
    CONTEXT("heading " << heading);
    CHECK_EQ(count_of(section, "<tr><th scope=\"rowgroup\">" + std::string(heading) + "</th></tr>"),
             1U);
  }
  CHECK_EQ(journey_rows(journey, place).size(), rows.size());
  std::size_t at = 0;
  for (const auto& [label, numbers] : rows) {
    CHECK_EQ(count_of(section, "<th scope=\"row\">" + label + "</th>"), 1U);
    std::string row = "<th scope=\"row\">" + label + "</th>";
    for (const float number : numbers) row += "<td>" + to_significant(number, 5) + "</td>";
    at = section.find(row, at);
    if (at == std::string::npos) test::fail(__FILE__, __LINE__, "not in its place: " + row);
  }
}

TEST(journey_section, without_encoding_the_positions_rows_are_empty) {
  FollowedRun run(FollowedRun::small(find_encoding("none")));
  CHECK_EQ(count_of(journey_section(run.seen), "<td>–"), 6U * 16);
}

TEST(journey_section, says_whether_the_prediction_came_closer) {
  FollowedRun run(FollowedRun::small());
  const Journey& journey = run.seen.journeys.back();
  PlaceJourney place = journey.sequence[0];
  place.error = 2;
  place.predicted_after = static_cast<float>(place.position) - 1;
  CHECK_EQ(place_slots(place).at("closer").rfind("closer", 0), 0U);
  place.predicted_after = place.predicted;
  CHECK_EQ(place_slots(place).at("closer"), "as before, to five digits");
  place.predicted_after = static_cast<float>(place.position) - 3;
  CHECK_EQ(place_slots(place).at("closer").rfind("farther", 0), 0U);
}

TEST(journey_section, gives_each_rows_sum_of_dy_and_one_formula_a_line) {
  FollowedRun run(FollowedRun::small());
  const std::string section = journey_section(run.seen);
  const PlaceJourney& place = run.seen.journeys.back().sequence.back();
  const auto slot = [](const char* name, float value) {
    return "<b data-slot=\"" + std::string(name) + "\">" + to_significant(value, 5) + "</b>";
  };
  CHECK_EQ(count_of(section, slot("tokenDscore", place.token_dscore)), 1U);
  CHECK_EQ(count_of(section, slot("positionDscore", place.position_dscore)), 1U);
  const std::size_t adam = section.find("<li>Adam");
  CHECK_EQ(count_of(section.substr(adam, section.find("</li>", adam) - adam), "class=\"formula\""),
           6U);
}

TEST(journey_section, tells_the_rate_of_a_warm_up) {
  Settings settings = FollowedRun::small();
  settings.adam.warmup = 7;
  FollowedRun run(settings);
  const auto formula = [&](std::size_t k) {
    return journey_slots(run.seen.journeys[k], settings).at("rateFormula");
  };
  CHECK_EQ(formula(0), "lr · s/7 / (1 − β1^s)");
  CHECK_EQ(formula(3), "lr / (1 − β1^s)");  // step 7
}

TEST(journey_section, tells_the_rate_that_falls_and_what_is_taken_off_and_clipped) {
  Settings settings = FollowedRun::small();
  settings.adam.decay = find_named(kDecays, "linear");
  settings.adam.weight_decay = 0.1;
  settings.adam.clip = 1e-3;
  const FollowedRun run(settings);
  settings = run.seen.settings;
  const auto last = static_cast<double>(settings.adam.last_step);
  const Journey& journey = run.seen.journeys[1];
  const double share = 1 - static_cast<double>(journey.step - 1) / (last - 1);
  Slots slots = journey_slots(journey, settings);
  CHECK_EQ(slots.at("rateFormula"), "lr · " + to_significant(share, 5) + " / (1 − β1^s)");
  CHECK_EQ(slots.at("update"),
           "weight = (1 − " + to_significant(settings.adam.lr * share * 0.1, 5) + ") weight −");
  CHECK(journey.clip_factor < 0.1);
  CHECK_EQ(slots.at("clipped"), ", all gradients times " + to_significant(journey.clip_factor, 5) +
                                    " to clip their norm");
  CHECK_EQ(slots.at("db"), to_significant(journey.bias.grad[0] / journey.clip_factor, 5));
  CHECK_EQ(count_of(journey_section(run.seen), "to clip their norm"), 1U);
}

TEST(journey_section, of_many_places_names_those_most_listened_to) {
  FollowedRun run(FollowedRun::small());
  const Journey& journey = run.seen.journeys.back();
  PlaceJourney place = journey.sequence[0];
  place.listens = {0.25F, 0.75F};
  CHECK_EQ(place_slots(place).at("listens"), "place 0: 25 %, place 1: 75 %");
  place.listens.assign(100, 0.005F);
  for (std::size_t j = 0; j < 20; ++j) place.listens[4 * j] = 0.03F;
  const std::string many = place_slots(place).at("listens");
  CHECK_EQ(count_of(many, " %"), 20U);
  CHECK(has(many, "place 76: 3 %; less to each other place"));
  place.listens.assign(100, 0);
  place.listens[0] = 1;  // causal
  CHECK_EQ(place_slots(place).at("listens"), "place 0: 100 %; less to each other place");
  place.listens.assign(100, 0.01F);
  CHECK_EQ(count_of(place_slots(place).at("listens"), "less"), 0U);
}

TEST(journey_section, shows_no_step_with_numbers_that_are_infinite) {
  Settings settings = settings_of("--epochs 6 --lr 1e8");
  const FollowedRun some(settings);
  CHECK_EQ(count_of(journey_section(some.seen), "inf"), 0U);
  settings.epochs = 1;
  settings.samples = 10;  // of one step
  settings.adam.lr = 1e30;
  const FollowedRun none(settings);
  CHECK(none.seen.journeys.empty());
  CHECK(journey_section(none.seen).find("No step is shown: each has ") != std::string::npos);
}
