#include "report/runs_report.h"

#include "core/decimal.h"
#include "experiments/runs.h"
#include "lesson/followed_run.h"

#include "test.h"

#include <limits>

namespace {

struct Made {  // two seeds' losses
  std::string encoding;
  double rate;
  std::vector<double> losses;
};

Runs runs_of(const std::vector<Made>& all, double floor, const Settings& settings = {},
             const std::vector<double>& rates = {0.001}) {
  Runs runs = comparison_runs("compare", {0, 1}, settings, rates, std::nullopt);
  for (const Configuration& one : runs.configurations) {
    for (std::size_t seed = 0; seed < 2; ++seed) {
      double loss = 100;
      for (const Made& made : all) {
        if (one.name == made.encoding + " " + to_decimal(made.rate)) loss = made.losses[seed];
      }
      runs.results.add(one.name, seed,
                       {{quantity::kWeights, 0, 1617},
                        {quantity::kUnexplained, 0, floor},
                        {quantity::kFinalLoss, 0, loss},
                        {quantity::kAbsolute, 0, 0.5},
                        {quantity::kFresh, 0, 9},
                        {quantity::kExact, 0, static_cast<double>(seed)}});
    }
  }
  return runs;
}

}  // namespace

TEST(comparison_table, shows_rate_mean_and_deviation_in_80_columns) {
  const std::string table = comparison_table(runs_of(
      {{"learned", 0.003, {1, 3}}, {"sinusoidal", 0.001, {4e-13, 2e-13}}}, 20, {}, {0.001, 0.003}));
  CHECK_EQ(table.substr(0, table.find('\n')),
           "encoding     rate  weights          final loss      absolute error      exact, %");
  CHECK(has(table,
            "learned     0.003     1617    2.0000 +- 1.4142    0.5000 +- 0.0000  50.0 +- 70.7\n"
            "  Each position has a vector of its own"));
  CHECK(has(table, "\nRate: the best of 0.001 and 0.003 by the final loss.\n"));
  std::size_t start = 0;
  for (std::size_t end = 0; (end = table.find('\n', start)) != std::string::npos; start = end + 1) {
    CONTEXT("end " << end);
    CHECK(end - start <= 80);
  }
}

// The loss is measured before each step, so it can end below what no fixed guess beats.
TEST(comparison_table, says_on_which_side_of_the_floor_the_loss_ends) {
  const auto table = [](double floor) {
    return comparison_table(runs_of({{"none", 0.001, {23, 23}}}, floor));
  };
  CHECK(has(table(20), "\nWithout encoding the loss ends 15.00 % above it.\n"));
  CHECK(has(table(25), "\nWithout encoding the loss ends 8.00 % below it.\n"));
  CHECK(!has(table(0), "Without encoding the loss"));
  CHECK(!has(table(0), "Rate:"));  // there was but one
}

// What is exact or absolute in positions means nothing for other targets.
TEST(comparison_table, of_layers_says_only_what_they_measured) {
  Settings settings = settings_of("--layers 1");
  const Made rotary = {"rotary", 0.001, {1, 3}};
  const std::string of_position = comparison_table(runs_of({rotary}, 20, settings));
  CHECK(!has(of_position, "best guess"));
  CHECK(!has(of_position, "Without encoding"));
  CHECK(has(of_position, "50.0 +- 70.7"));
  settings.target = &kTargets[1];
  const std::string table = comparison_table(runs_of({rotary}, 20, settings));
  CHECK(has(table, "rotary      0.001     1617    2.0000 +- 1.4142    9.0000 +- 0.0000\n"));
  CHECK(!has(table, "exact"));
}

TEST(comparison_table, shows_small_numbers_by_their_power_of_ten) {
  for (const auto& [loss, text] : std::vector<std::pair<double, std::string>>{
           {0, " 0.0000 "}, {0.0005, " 0.0005 "}, {0.00049, " 4.9e-04 "}, {4e-13, " 4.0e-13 "}}) {
    CHECK(has(comparison_table(runs_of({{"learned", 0.001, {loss, loss}}}, 20)), text));
  }
}

TEST(sweep_table, has_a_row_for_each_epoch) {
  Settings settings = settings_of("--samples 7");
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
  CHECK(has(within, "     58.2716  33.3 %\n"));
  CHECK(has(within, "lies within the 5-95 % band at every epoch: between 33.3 and\n33.3 %"));
  const Losses above = {{0, {50, 60}}, {1, {60, 61}}};
  CHECK(sweep_table(above, notebook)
            .find("outside the 5-95 % band at epoch 2: between 0.0 and\n50.0 %") !=
        std::string::npos);
}

// The published loss of epoch 1 is 58.2716: beside the 5th and the 95th percentile, not the ends.
TEST(sweep_table, band_is_from_the_5th_to_the_95th_percentile) {
  const auto is_within = [](double low, double high) {
    const std::string table = sweep_table({{0, {low}}, {1, {high}}}, Settings());
    return !has(table, "outside");
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
  CHECK(has(chart, "xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK_EQ(count_of(chart, "<polygon"), 2U);
  CHECK_EQ(count_of(chart, "class=\"published\""), 2U);  // the curve and its key
  CHECK_EQ(count_of(chart, "all of 3 runs"), 1U);
  CHECK_EQ(count_of(chart, "nan"), 0U);
  Settings other = settings_of("--d-model 8");
  CHECK_EQ(count_of(fan_chart(runs, other), "class=\"published\""), 0U);
}

TEST(fan_chart, of_one_epoch_and_of_zero_losses_has_no_nan) {
  for (const Losses& runs : {Losses{{0, {5}}}, Losses{{0, {0, 0}}}}) {
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "nan"), 0U);
    CHECK_EQ(count_of(fan_chart(runs, Settings()), "inf"), 0U);
  }
}
