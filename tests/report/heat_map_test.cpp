#include "report/heat_map.h"

#include "test.h"

TEST(heat_map, shades_from_blank_to_at) {
  CHECK_EQ(heat_map({1, -1, 0.5, 0}, 2), "       0@@\n       1++\n");
  CHECK_EQ(heat_map({1, 0.5, 0.05, 1}, 2), "       0@@++\n       1  @@\n");
  CHECK_EQ(heat_map({1.0000001}, 1), "       0@@\n");
}

TEST(heat_map, samples_large_squares_and_says_so) {
  const std::string map = heat_map(std::vector<double>(100 * 100, 1.0), 100);
  CHECK(map.find("\n      99@@") != std::string::npos);
  CHECK(map.find("(36 of 100 positions)\n") != std::string::npos);
  std::istringstream lines(map);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}
