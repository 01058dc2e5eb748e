#include "lesson/followed_run.h"
#include "report/report_page.h"
#include "test.h"

#include "core/decimal.h"

namespace {

Settings stack(const char* encoding = "learned") {
  Settings settings = FollowedRun::small(find_encoding(encoding));
  settings.stack.layers = 2;
  return settings;
}

std::string page_of(const FollowedRun& run) { return report_page(run.seen, "posembed"); }

}  // namespace

TEST(layer_tables, have_a_row_for_each_layer_and_each_place) {
  FollowedRun run(stack());
  const Snapshot& last = run.seen.frames.back();
  std::string table = page_of(run);
  CHECK(has(table, "<th scope=\"row\">2</th><td>" + to_fixed(last.layers.read[2], 3)));
  table = table.substr(table.find("<table id=\"attention-table\">"));
  table.erase(table.find("</table>"));
  CHECK_EQ(count_of(table, "<th scope=\"col\">"), 5U);  // place, and two heads of two layers
  const std::size_t places = run.seen.shown.layers.sequences[0].size();
  CHECK_EQ(count_of(table, " %</td>"), 4 * places);
  CHECK(has(table, "<th scope=\"col\">L2 H1</th>"));
  // The first head's first row: the largest share, and where it is.
  const std::vector<double>& shares = last.layers.attention[0];
  const auto most = std::max_element(shares.begin(), shares.begin() + static_cast<long>(places));
  CHECK(has(table, "<th scope=\"row\">0</th><td>" + std::to_string(most - shares.begin()) + ": " +
                       to_fixed(100 * *most, 0) + " %</td>"));
  const auto next = shares.begin() + static_cast<long>(places);
  const auto second = std::max_element(next, next + static_cast<long>(places));
  CHECK(has(table, "<th scope=\"row\">1</th><td>" + std::to_string(second - next) + ": " +
                       to_fixed(100 * *second, 0) + " %</td>"));
}

TEST(layer_tables, the_page_has_those_that_mean_something) {
  FollowedRun learned(stack());
  std::string page = page_of(learned);
  CHECK_EQ(count_of(page, "<figure id="), 8U);
  for (const char* id :
       {"ruler", "loss", "attention", "read", "similarity", "path", "data", "journey"}) {
    CHECK_EQ(count_of(page, "<figure id=\"" + std::string(id) + "\""), 1U);
  }
  CHECK(has(page, "<div id=\"report\" class=\"layers\">"));
  CHECK_EQ(count_of(page, "{{"), 0U);

  Settings settings = stack("rotary");
  settings.target = &kTargets[1];
  FollowedRun rotary(settings);
  page = page_of(rotary);
  CHECK_EQ(count_of(page, "<figure id="), 5U);
  for (const char* id : {"ruler", "similarity", "path", "tokens", "shares"}) {
    CONTEXT("id " << id);
    CHECK_EQ(count_of(page, "<figure id=\"" + std::string(id) + "\""), 0U);
  }
  CHECK(has(page, "turned by an angle of its position"));
  CHECK(has(page, "asked for the value of the token before"));
}

TEST(layer_tables, the_journey_goes_through_the_first_layer) {
  FollowedRun run(stack());
  const std::string page = page_of(run);
  CHECK(has(page, "That was the first of <b data-slot=\"layers\">2 layers</b>"));
  CHECK(has(page, "<th scope=\"row\">a = SiLU(z)</th>"));
  const Journey& last = run.seen.journeys.back();
  const PlaceJourney& place = last.sequence.back();
  CHECK_EQ(place.error, place.predicted - static_cast<float>(place.position));
  CHECK_EQ(place.listens.size(), place.position + 1);  // the last place of its sequence
  // The step after the journey's begins with the predictions that it ends with.
  Trainer trainer(run.settings);
  while (trainer.steps_done() < last.step) trainer.step();
  const Tensor& predicted = trainer.model().forward(trainer.batch());
  CHECK(std::find(predicted.begin(), predicted.end(), place.predicted_after) != predicted.end());
}
