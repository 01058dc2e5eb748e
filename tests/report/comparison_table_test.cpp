#include "report/comparison_table.h"

#include "test.h"

namespace {

EncodingResults results_of(const char* encoding, double rate, const std::vector<double>& losses) {
  EncodingResults results;
  results.encoding = find_encoding(encoding);
  results.rate = rate;
  results.weights = 1617;
  results.losses = losses;
  results.absolute_errors = {0.5, 0.5};
  results.exact_shares = {0, 1};
  results.squared_errors = {9, 9};
  return results;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST(comparison_table, shows_rate_mean_and_deviation_in_80_columns) {
  Comparison comparison;
  comparison.rates = {0.001, 0.003};
  comparison.encodings = {results_of("learned", 0.003, {1, 3}),
                          results_of("sinusoidal", 0.001, {4e-13, 2e-13}),
                          results_of("none", 0.001, {23, 23})};
  comparison.unexplained = {20, 20};
  const std::string table = comparison_table(comparison);
  CHECK_EQ(table.substr(0, table.find('\n')),
           "encoding     rate  weights          final loss      absolute error      exact, %");
  CHECK(
      contains(table,
               "learned     0.003     1617    2.0000 +- 1.4142    0.5000 +- 0.0000  50.0 +- 70.7\n"
               "  Each position has a vector of its own"));
  CHECK(contains(table, "\nRate: the best of 0.001 and 0.003 by the final loss.\n"));
  std::size_t start = 0;
  for (std::size_t end = 0; (end = table.find('\n', start)) != std::string::npos; start = end + 1) {
    CONTEXT("end " << end);
    CHECK(end - start <= 80);
  }
}

// The loss is measured before each step, so it can end below what no fixed guess beats.
TEST(comparison_table, says_on_which_side_of_the_floor_the_loss_ends) {
  Comparison comparison;
  comparison.rates = {0.001};
  comparison.encodings = {results_of("none", 0.001, {23, 23})};
  comparison.unexplained = {20, 20};
  CHECK(contains(comparison_table(comparison),
                 "\nWithout encoding the loss ends 15.00 % above it.\n"));
  comparison.unexplained = {25, 25};
  CHECK(contains(comparison_table(comparison),
                 "\nWithout encoding the loss ends 8.00 % below it.\n"));
  comparison.unexplained = {0, 0};
  CHECK(!contains(comparison_table(comparison), "Without encoding the loss"));
  CHECK(!contains(comparison_table(comparison), "Rate:"));  // there was but one
}

// What is exact or absolute in positions means nothing for other targets.
TEST(comparison_table, of_layers_says_only_what_they_measured) {
  Comparison comparison;
  comparison.has_layers = true;
  comparison.rates = {0.001};
  comparison.encodings = {results_of("rotary", 0.001, {1, 3}), results_of("none", 0.001, {2, 2})};
  CHECK(!contains(comparison_table(comparison), "best guess"));
  CHECK(!contains(comparison_table(comparison), "Without encoding"));
  CHECK(contains(comparison_table(comparison), "50.0 +- 70.7"));
  comparison.target = &kTargets[1];
  const std::string table = comparison_table(comparison);
  CHECK(contains(table, "rotary      0.001     1617    2.0000 +- 1.4142    9.0000 +- 0.0000\n"));
  CHECK(!contains(table, "exact"));
}

TEST(comparison_table, shows_small_numbers_by_their_power_of_ten) {
  Comparison comparison;
  comparison.rates = {0.001};
  comparison.unexplained = {20};
  for (const auto& [loss, text] : std::vector<std::pair<double, std::string>>{
           {0, " 0.0000 "}, {0.0005, " 0.0005 "}, {0.00049, " 4.9e-04 "}, {4e-13, " 4.0e-13 "}}) {
    comparison.encodings = {results_of("none", 0.001, {loss})};
    CHECK(contains(comparison_table(comparison), text));
  }
}
