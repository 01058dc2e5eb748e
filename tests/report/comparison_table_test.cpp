#include "report/comparison_table.h"

#include "core/decimal.h"
#include "experiments/runs.h"

#include "test.h"

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
  Settings settings;
  settings.stack.layers = 1;
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
