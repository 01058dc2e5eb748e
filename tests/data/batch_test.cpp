#include "data/batch.h"

#include "test.h"

namespace {

const Sequences& example() {
  static const Sequences kData = {{5, 8, 2, 7, 4, 4}, {0, 3, 4, 6}};  // 5 8 2 | 7 | 4 4
  return kData;
}

}  // namespace

TEST(batch, holds_every_unpadded_place_of_its_sequences_in_order) {
  Batch batch(9);
  batch.fill(example(), {2, 0, 1}, 0, 2);
  CHECK(batch.tokens() == Ids({4, 4, 5, 8, 2}));
  CHECK(batch.positions() == Ids({0, 1, 0, 1, 2}));
  CHECK(batch.starts() == std::vector<std::size_t>({0, 2, 5}));
  CHECK(batch.token_rows() == Ids({4, 5, 8, 2}));
  CHECK(batch.position_rows() == Ids({0, 1, 2}));
  CHECK_EQ(batch.places(), 5U);
  for (std::size_t n = 0; n < 5; ++n)
    CHECK_EQ(batch.targets()[n], static_cast<float>(batch.positions()[n]));
}

TEST(batch, forgets_the_batch_before) {
  Batch batch(9);
  batch.fill(example(), {0, 1, 2}, 0, 2);
  batch.fill(example(), {0, 1, 2}, 1, 2);
  CHECK(batch.tokens() == Ids({7}));
  CHECK(batch.positions() == Ids({0}));
  CHECK(batch.position_rows() == Ids({0}));
  CHECK_EQ(batch.targets().size(), 1U);
}

TEST(batch, of_all_sequences) { CHECK(whole_batch(example(), 9).tokens() == example().tokens); }

TEST(batch, knows_the_most_places_a_batch_can_have) {
  CHECK_EQ(largest_batch(example(), 1), 3U);
  CHECK_EQ(largest_batch(example(), 2), 6U);
  CHECK_EQ(largest_batch(example(), 1000), 6U);
}
