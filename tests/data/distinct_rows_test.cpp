#include "data/distinct_rows.h"

#include "test.h"

TEST(distinct_rows, are_named_once_in_the_order_of_their_first_place) {
  DistinctRows distinct(6);
  CHECK(distinct.of({3, 1, 3, 5, 1}) == Ids({3, 1, 5}));
  CHECK(distinct.of({1, 1}) == Ids({1}));
  CHECK(distinct.of({}).empty());
  CHECK(distinct.of({5, 5, 5, 5, 5, 5}) == Ids({0, 1, 2, 3, 4, 5}));  // as many ids as rows
  CHECK(distinct.of({0, 0, 0, 0, 0, 1, 1}) == Ids({0, 1, 2, 3, 4, 5}));
  CHECK(distinct.of({5, 0}) == Ids({5, 0}));
  CHECK(distinct.of({2, 2, 2, 2, 2, 2}) == Ids({0, 1, 2, 3, 4, 5}));
}
