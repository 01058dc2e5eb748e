#include "report/svg.h"

#include "test.h"

#include <limits>
#include <utility>

TEST(svg, scale_maps_its_ends_and_its_middle) {
  const svg::Scale linear = {10, 20, 100, 0};
  CHECK_EQ(linear(10), 100.0);
  CHECK_EQ(linear(15), 50.0);
  CHECK_EQ(linear(20), 0.0);
  const svg::Scale logarithmic = {0.01, 100, 0, 4, true};
  CHECK_NEAR(logarithmic(1), 2, 1e-12);
  CHECK_NEAR(logarithmic(10), 3, 1e-12);
}

TEST(svg, ticks_are_round_and_within_the_scale) {
  using Values = std::vector<double>;
  CHECK(svg::ticks({0, 25, 0, 1}, 6) == Values({0, 5, 10, 15, 20, 25}));
  CHECK(svg::ticks({-0.7, 19.7, 0, 1}, 12) == Values({0, 2, 4, 6, 8, 10, 12, 14, 16, 18}));
  CHECK(svg::ticks({0, 30, 0, 1}, 6) == Values({0, 5, 10, 15, 20, 25, 30}));
  CHECK_EQ(svg::ticks({0, 0.3, 0, 1}, 3).size(), 4U);                   // 3 * 0.1 is more than 0.3,
  CHECK_NEAR(svg::ticks({0.1 * 3, 0.9, 0, 1}, 6).front(), 0.3, 1e-12);  // and over 0.1 more than 3
  CHECK(svg::ticks({25, 2500, 0, 1, true}, 6) == Values({100, 1000}));
  CHECK_EQ(svg::ticks({1e-3, 5e3, 0, 1, true}, 6).size(), 7U);
  CHECK(svg::ticks({-3.2, 3.2, 0, 1}, 6) == Values({-2, 0, 2}));
  CHECK(svg::ticks({0.4, 250, 0, 1, true}, 6) == Values({1, 10, 100}));
  const Values many = svg::ticks({1e-12, 60, 0, 1, true}, 6);
  CHECK(many.size() <= 8);
  CHECK_NEAR(many.front(), 1e-12, 1e-20);
  // Where a double plus one is itself, nothing is between, or what is between is infinite.
  const double infinity = std::numeric_limits<double>::infinity();
  for (const bool logarithmic : {false, true}) {
    for (const auto& range :
         {std::pair(9e15, 1e300), std::pair(1e16, 1e16 + 2), std::pair(1e16, 1e16),
          std::pair(-1e308, 1e308), std::pair(5e-324, 1.0), std::pair(1.0, infinity)}) {
      CONTEXT(range.first << " to " << range.second);
      const std::size_t count =
          svg::ticks({range.first, range.second, 0, 1, logarithmic}, 6).size();
      CHECK((logarithmic || count >= 1) && count <= 8);
    }
  }
}

TEST(svg, marks_are_written_with_a_tenth_of_a_pixel) {
  CHECK_EQ(svg::circle({1.25, 2}, 5, "mark"),
           "<circle class=\"mark\" cx=\"1.2\" cy=\"2.0\" r=\"5.0\"/>\n");
  CHECK_EQ(svg::bar(1, 2, 50, 20, "a"),
           "<rect class=\"a\" x=\"1.0\" y=\"20.0\" width=\"2.0\" height=\"30.0\"/>\n");
  CHECK_EQ(svg::bar(1, 2, 20, 50, "a"),
           "<rect class=\"a\" x=\"1.0\" y=\"20.0\" width=\"2.0\" height=\"30.0\"/>\n");
  CHECK_EQ(svg::polyline({{0, 1}, {2, 3}}, "c"),
           "<polyline class=\"c\" points=\"0.0,1.0 2.0,3.0\"/>\n");
}

TEST(svg, no_tick_says_minus_zero) {
  const std::string axes = svg::axes(svg::across(-0.7, 19.7), "x", svg::upward(-0.7, 4, 300), "y");
  CHECK(has(axes, ">0<"));
  CHECK(!has(axes, ">-0<"));
  CHECK(has(axes, "\"tick minor\""));
  CHECK(svg::upward(0, 1, 300)(1) < svg::upward(0, 1, 300)(0));  // y grows downward
}
