#include "report/stack_output.h"

#include "experiments/stack.h"
#include "lesson/followed_run.h"
#include "test.h"

#include <cmath>

namespace {

StackPicture errors() {
  StackPicture picture = {"Error & depth", "layers", "error", true, true};
  picture.curves = {
      {"pre", {{1, {"one", "error"}}, {2, {"two", "error"}}, {4, {"four", "error"}}}}};
  picture.across = {{"guessing", {"one", "guess"}}};
  picture.upright = {{"half", {"", "", 3}}, {"elsewhere", {"", "", 40}}};
  return picture;
}

Results measured(double two) {
  Results results;
  results.add("one", 0, {{"error", 0, 0.5}, {"guess", 0, 20}});
  results.add("one", 1, {{"error", 0, 0.7}, {"guess", 0, 20}});
  results.add("two", 0, {{"error", 0, two}});
  results.add("four", 0, {{"error", 0, 0.1}});
  return results;
}

}  // namespace

TEST(stack_pictures, draw_curves_and_marks_and_have_a_table) {
  const std::string figure = chart_figure("id", errors(), measured(0.2));
  CHECK_EQ(count_of(figure, "<polyline"), 1U);
  CHECK_EQ(count_of(figure, "class=\"ideal\""), 2U);  // the mark beyond the scale is left out
  CHECK_EQ(count_of(figure, "Error &amp; depth"), 4U);
  CHECK(has(figure, "<th scope=\"row\">1</th><td>0.6+-0.1</td>"));
  CHECK(has(figure, "<th scope=\"row\">4</th><td>0.1</td>"));
}

TEST(stack_pictures, break_a_curve_where_a_run_diverged) {
  const std::string figure = chart_figure("id", errors(), measured(std::nan("")));
  CHECK_EQ(count_of(figure, "<polyline"), 0U);
  CHECK_EQ(count_of(figure, "<circle"), 2U);
  CHECK(has(figure, "<td>diverged</td>"));
  CHECK_EQ(count_of(figure, "nan"), 0U);
}

TEST(stack_pictures, say_where_nothing_was_measured) {
  CHECK(chart_figure("id", errors(), {}).find("Nothing measured.") != std::string::npos);
  CHECK_EQ(map_figure("id", {{"map", "one", "map"}}, {}), "");
}

TEST(stack_pictures, map_the_first_seed) {
  Results results;
  results.add("one", 3, {{"map", 0, 1}, {"map", 1, 0}, {"map", 2, 0.25}, {"map", 3, 0.75}});
  results.add("one", 7, {{"map", 0, 1}});
  const std::string figure = map_figure("id", {{"map", "one", "map"}}, results);
  CHECK_EQ(count_of(figure, "class=\"position\""), 3U);  // 0 is not to be seen
  CHECK_EQ(count_of(figure, "fill-opacity=\"0.25\""), 1U);
}

// Places go right, what heeds them down; a share below 0.005 is not to be seen.
TEST(stack_pictures, map_has_a_row_for_each_place_that_heeds) {
  Results results;
  results.add("one", 0, {{"map", 0, 0.0049}, {"map", 1, 0.0051}, {"map", 2, 2}, {"map", 3, 0}});
  const std::string figure = map_figure("id", {{"map", "one", "map"}}, results);
  CHECK_EQ(count_of(figure, "class=\"position\""), 2U);
  CHECK_EQ(count_of(figure, "x=\"106.7\" y=\"30.0\""), 1U);  // 6 + (640/3 - 12) / 2
  CHECK_EQ(count_of(figure,
                    "x=\"6.0\" y=\"130.7\" width=\"100.7\" height=\"100.7\" fill-opacity=\"1.00\""),
           1U);
}
