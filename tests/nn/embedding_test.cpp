#include "nn/embedding.h"

#include "test.h"

namespace {

Tensor vector_of(const std::vector<float>& values) {
  Tensor tensor({values.size()});
  std::copy(values.begin(), values.end(), tensor.begin());
  return tensor;
}

}  // namespace

TEST(embedding, adds_the_scores_of_token_and_position_and_the_bias) {
  Tensor y({0});
  embedding_forward(y, vector_of({10, 20, 30}), vector_of({1, 2}), vector_of({0.5F}), {2, 0, 2},
                    {0, 1, 1});
  CHECK_EQ(y.rows(), 3U);
  CHECK_EQ(y[0], 31.5F);
  CHECK_EQ(y[1], 12.5F);
  CHECK_EQ(y[2], 32.5F);
}

TEST(embedding, adds_each_gradient_to_the_score_it_was_looked_up_from) {
  Tensor dscores = vector_of({0.5F, 1, 2});
  embedding_backward(dscores, vector_of({1, 2, 4}), {2, 0, 2});
  CHECK_EQ(dscores[0], 2.5F);
  CHECK_EQ(dscores[1], 1.0F);
  CHECK_EQ(dscores[2], 7.0F);
}

// Whole numbers: every sum is exact, so any lost or doubled element shows.
TEST(embedding, bias_gathers_every_gradient_once) {
  for (std::size_t count = 0; count <= 40; ++count) {
    Tensor dy({count});
    for (std::size_t n = 0; n < count; ++n) dy[n] = static_cast<float>(n + 1);
    Tensor db = vector_of({7});
    bias_backward(db, dy);
    CHECK_EQ(db[0], 7 + static_cast<float>(count * (count + 1) / 2));
  }
}

TEST(embedding, distinct_rows_are_named_once_in_the_order_of_their_first_place) {
  DistinctRows distinct(6);
  CHECK(distinct.of({3, 1, 3, 5, 1}) == Ids({3, 1, 5}));
  CHECK(distinct.of({1, 1}) == Ids({1}));
  CHECK(distinct.of({}).empty());
  CHECK(distinct.of({5, 5, 5, 5, 5, 5}) == Ids({0, 1, 2, 3, 4, 5}));  // as many ids as rows
  CHECK(distinct.of({0, 0, 0, 0, 0, 1, 1}) == Ids({0, 1, 2, 3, 4, 5}));
  CHECK(distinct.of({5, 0}) == Ids({5, 0}));
}
