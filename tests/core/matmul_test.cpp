#include "core/matmul.h"

#include "matrix.h"
#include "test.h"

TEST(matmul, products_of_a_worked_example) {
  const Tensor x = matrix({{1, 2}, {3, 4}, {5, 6}});
  const Tensor w = matrix({{1, 10}, {2, 20}});
  Tensor y({3, 2});
  multiply_transposed(y, x, w);
  CHECK(same(y, matrix({{21, 42}, {43, 86}, {65, 130}})));
  multiply(y, x, w);
  CHECK(same(y, matrix({{5, 50}, {11, 110}, {17, 170}})));
  Tensor dw = matrix({{1, 0}, {0, 0}});
  add_transposed_product(dw, x, y);
  CHECK(same(dw, matrix({{5 + 33 + 85 + 1, 50 + 330 + 850}, {10 + 44 + 102, 100 + 440 + 1020}})));
}
