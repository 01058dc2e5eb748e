#include "nn/linear.h"

#include "matrix.h"
#include "test.h"

TEST(linear, forward_and_backward_of_a_worked_example) {
  const Tensor x = matrix({{1, 2}, {-3, 4}});
  const Tensor w = matrix({{0.5F, -1}, {2, 0}, {0, 3}});
  Tensor y({0, 3});
  linear_forward(y, x, w, vector_of({10, 20, 30}));
  CHECK(same(y, matrix({{8.5F, 22, 36}, {4.5F, 14, 42}})));

  Tensor dx({0, 2});
  Tensor dw = matrix({{100, 0}, {0, 0}, {0, 0}});
  Tensor db = vector_of({1, 0, 0});
  linear_backward(dx, dw, db, matrix({{2, 0, 1}, {-1, 1, 0}}), x, w);
  CHECK(same(dx, matrix({{1, 1}, {1.5F, 1}})));
  CHECK(same(dw, matrix({{105, 0}, {-3, 4}, {1, 2}})));
  CHECK(same(db, vector_of({2, 1, 1})));
}
