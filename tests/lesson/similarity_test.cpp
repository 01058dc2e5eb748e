#include "lesson/similarity.h"

#include "test.h"

TEST(similarity, are_cosines) {
  Tensor table({3, 2});
  table.row(0)[0] = 2;
  table.row(1)[0] = 3;
  table.row(1)[1] = 4;
  const std::vector<double> values = similarities(table);  // the last row is zero
  CHECK_EQ(values.size(), 9U);
  CHECK_EQ(values[0], 1.0);
  CHECK_NEAR(values[1], 0.6, 1e-15);
  CHECK_EQ(values[3], values[1]);
  CHECK_EQ(values[4], 1.0);
  for (const std::size_t at : {2U, 5U, 6U, 7U, 8U}) CHECK_EQ(values[at], 0.0);
}

TEST(similarity, distances_are_euclidean) {
  Tensor a({2, 2});
  Tensor b({2, 2});
  b.row(1)[0] = 3;
  b.row(1)[1] = -4;
  CHECK(distances(a, b) == std::vector<double>({0, 5}));
}
