#include "report/fan_chart.h"

#include "lesson/followed_run.h"
#include "test.h"

TEST(fan_chart, draws_both_bands_the_median_and_the_published_curve) {
  const Runs runs = {{0, {50, 40, 30}}, {1, {60, 50, 40}}, {2, {70, 60, 50}}};
  const std::string chart = fan_chart(runs, Settings());
  CHECK_EQ(chart.rfind("<svg id=\"sweep\" viewBox=\"0 0 640 420\"", 0), 0U);
  CHECK(chart.find("xmlns=\"http://www.w3.org/2000/svg\"") != std::string::npos);
  CHECK_EQ(count_of(chart, "<polygon"), 2U);
  CHECK_EQ(count_of(chart, "class=\"published\""), 2U);  // the curve and its key
  CHECK_EQ(count_of(chart, "all of 3 runs"), 1U);
  CHECK_EQ(count_of(chart, "nan"), 0U);
  Settings other;
  other.d_model = 8;
  CHECK_EQ(count_of(fan_chart(runs, other), "class=\"published\""), 0U);
}

TEST(fan_chart, of_one_epoch_and_of_zero_losses_has_no_nan) {
  for (const Runs& runs : {Runs{{0, {5}}}, Runs{{0, {0, 0}}}}) {
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "nan"), 0U);
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "inf"), 0U);
  }
}
