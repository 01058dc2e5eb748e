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
  CHECK_EQ(batch.size(), 5U);
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

TEST(batch, names_each_token_once_in_the_order_of_their_first_place) {
  Batch batch(6);
  const auto rows_of = [&](const Ids& tokens) {
    batch.fill({tokens, {0, tokens.size()}}, {0}, 0, 1);
    return batch.token_rows();
  };
  CHECK(rows_of({3, 1, 3, 5, 1}) == Ids({3, 1, 5}));
  CHECK(rows_of({1, 1}) == Ids({1}));
  CHECK(rows_of({5, 5, 5, 5, 5, 5}) == Ids({0, 1, 2, 3, 4, 5}));  // as many places as rows
  CHECK(rows_of({0, 0, 0, 0, 0, 1, 1}) == Ids({0, 1, 2, 3, 4, 5}));
  CHECK(rows_of({5, 0}) == Ids({5, 0}));
  CHECK(rows_of({2, 2, 2, 2, 2, 2}) == Ids({0, 1, 2, 3, 4, 5}));
}

TEST(batch, of_all_sequences) { CHECK(whole_batch(example(), 9).tokens() == example().tokens); }

TEST(batch, knows_the_most_places_a_batch_can_have) {
  CHECK_EQ(largest_batch(example(), 1), 3U);
  CHECK_EQ(largest_batch(example(), 2), 6U);
  CHECK_EQ(largest_batch(example(), 1000), 6U);
  CHECK_EQ(largest_batch({{1, 2, 3, 4, 5, 6, 7}, {0, 3, 6, 7}}, 2), 6U);
}

// The notebook's own way, as an oracle: pad to a rectangle, then mask.
TEST(batch, equals_the_masked_places_of_the_padded_rectangle) {
  PythonRandom python(6);
  TorchRandom torch(6);
  const Sequences data = dummy_sequences({5, 7, 50}, python, torch);
  const std::vector<std::size_t> order = {3, 1, 4, 0, 2};
  std::size_t width = 0;
  for (const std::size_t i : order) width = std::max(width, data.length(i));
  Ids masked_tokens;
  Ids masked_positions;
  for (const std::size_t i : order) {
    Ids tokens(width, 0);
    Ids positions(width, -1);
    for (std::size_t j = 0; j < data.length(i); ++j) {
      tokens[j] = data.sequence(i)[j];
      positions[j] = static_cast<std::int32_t>(j);
    }
    for (std::size_t j = 0; j < width; ++j) {
      if (positions[j] == -1) continue;
      masked_tokens.push_back(tokens[j]);
      masked_positions.push_back(positions[j]);
    }
  }
  Batch batch(50);
  batch.fill(data, order, 0, 5);
  CHECK(batch.tokens() == masked_tokens);
  CHECK(batch.positions() == masked_positions);
}
