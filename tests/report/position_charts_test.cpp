#include "report/position_charts.h"

#include "matrix.h"
#include "test.h"

#include <cmath>

namespace {

const std::string& header() {
  static const std::string kHeader =
      "position  stands for    | where it should be, o where it is, * both\n";
  return kHeader;
}

}  // namespace

TEST(ruler_chart, marks_the_ideal_and_the_learned_place) {
  CHECK_EQ(ruler_chart({0, 2, 2}), header() +
                                       "       0        0.00    *\n"
                                       "       1        2.00    " +
                                       std::string(27, ' ') + "|" + std::string(26, ' ') + "o\n" +
                                       "       2        2.00    " + std::string(54, ' ') + "*\n");
}

TEST(ruler_chart, shows_what_lies_beyond_its_edges) {
  CHECK_EQ(ruler_chart({-7, 9, std::nan("")}),
           header() + "       0       -7.00    <\n" + "       1        9.00    " +
               std::string(27, ' ') + "|" + std::string(26, ' ') + ">\n" +
               "       2        none    ?" + std::string(53, ' ') + "|\n");
}

TEST(ruler_chart, shows_one_position) {
  CHECK_EQ(ruler_chart({0.2}), header() + "       0        0.20    *\n");
}

TEST(ruler_chart, samples_long_rulers_and_says_so) {
  const std::string chart = ruler_chart(std::vector<double>(512, 1.5));
  CHECK(has(chart, "\n       0 "));
  CHECK(has(chart, "\n     511 "));
  CHECK(has(chart, "(20 of 512 positions)\n"));
}

TEST(ruler_chart, fits_80_columns) {
  std::istringstream lines(ruler_chart({-1e9, 0, 1e9, 3}));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
  CHECK(ruler_chart({1e30, 1}).find("       0    1.00e+30    ") != std::string::npos);
}

TEST(similarity_chart, shades_from_blank_to_at) {
  Tensor vectors({3, 2});  // at 0, 60 and 180 degrees
  vectors[0] = 3;
  vectors[2] = 0.5F;
  vectors[3] = 0.8660254F;
  vectors[4] = -1;
  CHECK_EQ(similarity_chart(vectors), "       0@@++\n       1++@@\n       2    @@\n");
}

// And takes no memory for all pairs: these would be 80 GB.
TEST(similarity_chart, samples_large_tables_and_says_so) {
  Tensor vectors({100000, 1});
  vectors.fill(1);
  const std::string map = similarity_chart(vectors);
  CHECK(has(map, "\n   99999@@"));
  CHECK(has(map, "(36 of 100000 positions)\n"));
  std::istringstream lines(map);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST(distance_chart, has_the_longest_bar_for_the_farthest) {
  CHECK_EQ(distance_chart({0, 1, 2}), "       0        0.00    \n       1        1.00    " +
                                          std::string(25, '=') + "\n       2        2.00    " +
                                          std::string(50, '=') + "\n");
  CHECK_EQ(distance_chart({0}), "       0        0.00    \n");
}
