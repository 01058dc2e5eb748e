#include "data/sequences.h"

#include "test.h"

#include <algorithm>

TEST(sequences, have_lengths_from_1_and_tokens_below_the_vocabulary_size) {
  PythonRandom python(1);
  TorchRandom torch(1);
  const Sequences data = dummy_sequences({500, 4, 3}, python, torch);
  CHECK_EQ(data.count(), 500U);
  std::vector<std::size_t> lengths(5);
  std::vector<std::size_t> tokens(3);
  for (std::size_t i = 0; i < data.count(); ++i) ++lengths.at(data.length(i));
  for (const std::int32_t token : data.tokens) ++tokens.at(static_cast<std::size_t>(token));
  CHECK_EQ(lengths[0], 0U);
  for (std::size_t length = 1; length <= 4; ++length) CHECK(lengths[length] > 90);
  CHECK(*std::min_element(tokens.begin(), tokens.end()) > 300);
  CHECK_EQ(data.starts.back(), data.tokens.size());
}

TEST(sequences, stand_one_after_another) {
  const Sequences data = {{5, 8, 2, 7}, {0, 3, 4}};
  CHECK_EQ(data.count(), 2U);
  CHECK_EQ(data.length(0), 3U);
  CHECK_EQ(data.length(1), 1U);
  CHECK_EQ(*data.sequence(1), 7);
  CHECK_EQ(Sequences().count(), 0U);
}

TEST(sequences, of_one_length_have_the_tokens_that_come_next) {
  TorchRandom torch(1);
  TorchRandom same(1);
  const Sequences data = sequences_of_length(3, 4, 5, torch);
  CHECK(data.starts == (std::vector<std::size_t>{0, 4, 8, 12}));
  CHECK_EQ(data.tokens.size(), 12U);
  for (const std::int32_t token : data.tokens) {
    CONTEXT("token " << token);
    CHECK_EQ(static_cast<std::uint32_t>(token), same.integer_below(5));
  }
}
