#include "nn/embedding.h"

#include "test.h"

namespace {

Tensor counting(const std::vector<std::size_t>& shape) {
  Tensor tensor(shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor[i] = static_cast<float>(i);
  return tensor;
}

}  // namespace

TEST(embedding, looks_up_a_row_for_each_id) {
  const Tensor table = counting({3, 2});
  Tensor x({0, 2});
  embedding_forward(x, table, {2, 0, 2});
  CHECK_EQ(x.rows(), 3U);
  CHECK_EQ(x[0], 4.0F);
  CHECK_EQ(x[1], 5.0F);
  CHECK_EQ(x[2], 0.0F);
  CHECK_EQ(x[5], 5.0F);
}

TEST(embedding, adds_each_gradient_to_the_row_it_was_looked_up_from) {
  Tensor dtable = counting({3, 2});
  const Tensor dx = counting({3, 2});
  embedding_backward(dtable, dx, {2, 0, 2});
  CHECK_EQ(dtable[0], 0.0F + 2);
  CHECK_EQ(dtable[1], 1.0F + 3);
  CHECK_EQ(dtable[2], 2.0F);
  CHECK_EQ(dtable[3], 3.0F);
  CHECK_EQ(dtable[4], 4.0F + 0 + 4);
  CHECK_EQ(dtable[5], 5.0F + 1 + 5);
}
