#include "core/tensor.h"

#include "test.h"

#include <limits>
#include <new>

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

// Of a half of all addresses two columns wrap around to none; an eighth of them as floats is one
// byte more than a vector holds.
TEST(tensor, refuses_shapes_that_no_memory_holds) {
  constexpr std::size_t kHalf = std::numeric_limits<std::size_t>::max() / 2 + 1;
  const std::string refusal = std::bad_alloc().what();
  CHECK_THROWS(std::bad_alloc, Tensor({kHalf, 2}), refusal);
  CHECK_THROWS(std::bad_alloc, Tensor({2, kHalf}), refusal);
  CHECK_THROWS(std::bad_alloc, Tensor({kHalf / 4}), refusal);
  CHECK_EQ(Tensor({kHalf, 0}).size(), 0U);
  Tensor tensor({1, 2});
  for (const std::size_t rows : {kHalf, kHalf / 8}) {
    CONTEXT("rows " << rows);
    CHECK_THROWS(std::bad_alloc, tensor.reserve_rows(rows), refusal);
    CHECK_THROWS(std::bad_alloc, tensor.resize_rows(rows), refusal);
  }
  CHECK_EQ(tensor.shape_text(), "[1, 2]");
}
