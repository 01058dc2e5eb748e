#include "report/ruler_chart.h"

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
               "       2         nan    ?" + std::string(53, ' ') + "|\n");
}

TEST(ruler_chart, shows_one_position) {
  CHECK_EQ(ruler_chart({0.2}), header() + "       0        0.20    *\n");
}

TEST(ruler_chart, samples_long_rulers_and_says_so) {
  const std::string chart = ruler_chart(std::vector<double>(512, 1.5));
  CHECK(chart.find("\n       0 ") != std::string::npos);
  CHECK(chart.find("\n     511 ") != std::string::npos);
  CHECK(chart.find("(20 of 512 positions)\n") != std::string::npos);
}

TEST(ruler_chart, fits_80_columns) {
  std::istringstream lines(ruler_chart({-1e9, 0, 1e9, 3}));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}
