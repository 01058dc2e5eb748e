#include "core/tensor.h"

#include "test.h"

TEST(tensor, has_rows_of_the_product_of_the_other_dimensions) {
  const Tensor tensor({3, 4});
  CHECK_EQ(tensor.rows(), 3U);
  CHECK_EQ(tensor.cols(), 4U);
  CHECK_EQ(tensor.size(), 12U);
  CHECK_EQ(tensor.row(2) - tensor.data(), 8);
  CHECK_EQ(tensor.shape_text(), "[3, 4]");
  const Tensor vector({5});
  CHECK_EQ(vector.shape_text(), "[5]");
  CHECK_EQ(vector.rows(), 5U);
  CHECK_EQ(vector.cols(), 1U);
  CHECK_EQ(Tensor().rows(), 0U);
}

TEST(tensor, keeps_its_memory_when_rows_become_fewer_or_were_reserved) {
  Tensor tensor({0, 3});
  tensor.reserve_rows(8);
  tensor.resize_rows(2);
  const float* memory = tensor.data();
  tensor.resize_rows(8);
  CHECK_EQ(tensor.data(), memory);
  CHECK_EQ(tensor.size(), 24U);
  tensor.resize_rows(1);
  CHECK_EQ(tensor.data(), memory);
  CHECK_EQ(tensor.shape()[0], 1U);
}
