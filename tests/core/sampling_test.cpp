#include "core/sampling.h"

#include "test.h"

TEST(sampling, takes_all_or_evenly_spread_ones_with_both_ends) {
  using Chosen = std::vector<std::size_t>;
  CHECK(evenly_spread(3, 5) == Chosen({0, 1, 2}));
  CHECK(evenly_spread(11, 3) == Chosen({0, 5, 10}));
  CHECK(evenly_spread(10, 4) == Chosen({0, 3, 6, 9}));
  CHECK(evenly_spread(7, 1) == Chosen({0}));
  CHECK(evenly_spread(0, 4).empty());
  CHECK_EQ(evenly_spread(1000000001, 1000).back(), 1000000000U);
}
