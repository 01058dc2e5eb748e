#include "lesson/data_seen.h"

#include "test.h"
#include "training/evaluation.h"

#include <cmath>

TEST(data_seen, counts_each_place_and_finds_where_tokens_stand) {
  const Sequences data = {{2, 0, 2, 2, 0}, {0, 3, 5}};  // 2 0 2 and 2 0
  const DataSeen seen = data_seen(data, 5, 6);
  CHECK(seen.position_counts == (std::vector<std::size_t>{2, 2, 1, 0, 0}));
  CHECK(seen.token_counts == (std::vector<std::size_t>{2, 0, 3, 0, 0, 0}));
  CHECK_EQ(seen.token_means[0], 1.0);
  CHECK(std::isnan(seen.token_means[1]));
  CHECK_NEAR(seen.token_means[2], 2 / 3.0, 1e-15);
  CHECK_EQ(seen.unexplained, unexplained_variance(data));
  CHECK_EQ(unnamed_positions(seen), 2U);
  CHECK_EQ(unnamed_tokens(seen), 4U);
  CHECK_NEAR(positions_over_places(seen).mean, 4 / 5.0, 1e-15);
  CHECK_NEAR(positions_over_places(seen).spread, std::sqrt(6 / 5.0 - 16 / 25.0), 1e-15);
}

TEST(data_seen, weighs_each_value_by_its_places) {
  const OverPlaces over = over_places({3, 0, 1}, {2, 100, 6});
  CHECK_EQ(over.mean, 3.0);
  CHECK_EQ(over.spread, std::sqrt(3.0));
}
