#include "report/comparison_table.h"

#include "test.h"

TEST(comparison_table, shows_mean_and_deviation_in_80_columns) {
  Comparison comparison;
  comparison.encodings = {{find_encoding("learned"), 1937, {1, 3}, {0.5, 0.5}, {1, 1}},
                          {find_encoding("sinusoidal"), 1617, {123456, 2}, {0, 0}, {0, 1}},
                          {find_encoding("none"), 1617, {23, 23}, {4, 4}, {0.125, 0.125}}};
  comparison.unexplained = {20, 20};
  const std::string table = comparison_table(comparison);
  CHECK_EQ(table.substr(0, table.find('\n')),
           "encoding    parameters          final loss     absolute error         exact, %");
  CHECK(table.find(
            "learned           1937    2.0000 +- 1.4142   0.5000 +- 0.0000     100.0 +- 0.0\n") !=
        std::string::npos);
  CHECK(table.find("\nWithout encoding the loss ends 15.00 % above it.\n") != std::string::npos);
  std::size_t start = 0;
  for (std::size_t end = 0; (end = table.find('\n', start)) != std::string::npos; start = end + 1) {
    CHECK(end - start <= 80 || table.compare(start, 10, "sinusoidal") == 0);
  }
}

// What is said of an encoding without layers is not true with them, and what is exact or absolute
// in positions means nothing for other targets.
TEST(comparison_table, of_layers_says_only_what_they_measured) {
  Comparison comparison;
  comparison.has_layers = true;
  comparison.encodings = {{find_encoding("rotary"), 4897, {1, 3}, {0.5, 0.5}, {1, 1}, {9, 9}},
                          {find_encoding("none"), 4897, {2, 2}, {0, 0}, {0, 1}, {4, 4}}};
  CHECK(comparison_table(comparison).find("best guess") == std::string::npos);
  CHECK(comparison_table(comparison).find("Without encoding") == std::string::npos);
  CHECK(comparison_table(comparison).find("100.0 +- 0.0") != std::string::npos);
  comparison.target = &kTargets[1];
  const std::string table = comparison_table(comparison);
  CHECK(table.find("rotary            4897    2.0000 +- 1.4142   9.0000 +- 0.0000\n") !=
        std::string::npos);
  CHECK(table.find("exact") == std::string::npos);
}
