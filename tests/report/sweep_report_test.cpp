#include "report/sweep_report.h"

#include "lesson/followed_run.h"
#include "test.h"

#include <limits>

TEST(sweep_table, has_a_row_for_each_epoch) {
  Settings settings;
  settings.samples = 7;
  const Losses runs = {{0, {4, 1e-9}}, {1, {1, 2}}, {2, {2, 123456}}, {3, {3, 3}}};
  CHECK_EQ(sweep_table(runs, settings),
           "epoch   minimum       5 %    median      95 %   maximum\n"
           "    1    1.0000    1.1500    2.5000    3.8500    4.0000\n"
           "    2  1.00e-09    0.3000    2.5000  1.05e+05  1.23e+05\n");
}

TEST(sweep_table, tells_where_the_published_curve_lies) {
  const Settings notebook;
  const Losses around = {{0, {50, 50}}, {1, {60, 60}}, {2, {70, 70}}};
  const std::string within = sweep_table(around, notebook);
  CHECK(within.find("     58.2716  33.3 %\n") != std::string::npos);
  CHECK(within.find("lies within the 5-95 % band at every epoch: between 33.3 and\n33.3 %") !=
        std::string::npos);
  const Losses above = {{0, {50, 60}}, {1, {60, 61}}};
  CHECK(sweep_table(above, notebook)
            .find("outside the 5-95 % band at epoch 2: between 0.0 and\n50.0 %") !=
        std::string::npos);
}

// The published loss of epoch 1 is 58.2716: beside the 5th and the 95th percentile, not the ends.
TEST(sweep_table, band_is_from_the_5th_to_the_95th_percentile) {
  const auto is_within = [](double low, double high) {
    const std::string table = sweep_table({{0, {low}}, {1, {high}}}, Settings());
    return table.find("outside") == std::string::npos;
  };
  CHECK(is_within(58.2, 59) && !is_within(58.2, 60));  // 5 %: 58.24, 58.29
  CHECK(is_within(58, 58.3) && !is_within(57, 58.3));  // 95 %: 58.285, 58.235
}

TEST(sweep_table, of_diverged_runs_is_empty) {
  const Losses runs = {{0, {4, std::numeric_limits<double>::quiet_NaN()}}};
  CHECK_EQ(sweep_table(runs, Settings()), "no run is left\n");
}

TEST(fan_chart, draws_both_bands_the_median_and_the_published_curve) {
  const Losses runs = {{0, {50, 40, 30}}, {1, {60, 50, 40}}, {2, {70, 60, 50}}};
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
  for (const Losses& runs : {Losses{{0, {5}}}, Losses{{0, {0, 0}}}}) {
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "nan"), 0U);
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "inf"), 0U);
  }
}
