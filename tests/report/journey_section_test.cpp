#include "report/journey_section.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"

TEST(journey_section, every_slot_has_its_text) {
  FollowedRun run(FollowedRun::small());
  const std::string section = journey_section(run.snapshots, run.settings);
  CHECK(count_of(section, "<b data-slot=") > 20);
  CHECK_EQ(count_of(section, "\"></b>") + count_of(section, "{{"), 0U);
  const Journey& journey = run.snapshots.journeys().back();
  const PlaceJourney& place = journey.sequences[0].back();
  CHECK(section.find("<b data-slot=\"predicted\">" + to_significant(place.predicted, 5) + "</b>") !=
        std::string::npos);
  CHECK(section.find("<b data-slot=\"token\">" + std::to_string(place.token) + "</b>") !=
        std::string::npos);
}

TEST(journey_section, table_has_a_row_for_every_vector) {
  FollowedRun run(FollowedRun::small());
  const Journey& journey = run.snapshots.journeys().back();
  const PlaceJourney& place = journey.sequences[0].back();
  const auto rows = journey_rows(journey, place);
  CHECK_EQ(rows.size(), 16U);
  CHECK(rows[0] == journey.tokens.at(place.token).before);
  CHECK(rows[11] == journey.tokens.at(place.token).after);
  CHECK(rows[14] == journey.positions.at(place.position).after);
  const std::string section = journey_section(run.snapshots, run.settings);
  CHECK_EQ(count_of(section, "<tr>"), 17U);
  CHECK_EQ(count_of(section, "<td>"), 16U * 16);
}

TEST(journey_section, without_encoding_the_positions_rows_are_empty) {
  FollowedRun run(FollowedRun::small(find_encoding("none")));
  CHECK_EQ(count_of(journey_section(run.snapshots, run.settings), "<td>–"), 6U * 16);
}

TEST(journey_section, says_whether_the_prediction_came_closer) {
  FollowedRun run(FollowedRun::small());
  const Journey& journey = run.snapshots.journeys().back();
  PlaceJourney place = journey.sequences[0][0];
  place.error = 2;
  place.predicted_after = static_cast<float>(place.position) - 1;
  CHECK_EQ(place_slots(journey, place).at("closer").rfind("closer", 0), 0U);
  place.predicted_after = place.predicted;
  CHECK_EQ(place_slots(journey, place).at("closer"), "as before, to five digits");
  place.predicted_after = static_cast<float>(place.position) - 3;
  CHECK_EQ(place_slots(journey, place).at("closer").rfind("farther", 0), 0U);
}
