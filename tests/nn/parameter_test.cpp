#include "nn/parameter.h"

#include "matrix.h"
#include "nn/full_gradient.h"
#include "test.h"

TEST(parameter, gradient_is_dense_or_an_outer_product_of_scale_and_direction) {
  Parameter<float> parameter("p", {2, 3}, GradientKind::kOuterProduct);
  parameter.grad.scale = vector_of({2, 3});
  parameter.grad.direction = vector_of({-1, 0, 1});
  CHECK(same(full_gradient(parameter), matrix({{-2, 0, 2}, {-3, 0, 3}})));

  Parameter<float> dense("p", {2, 1});
  dense.grad.dense = matrix({{5}, {6}});
  CHECK(same(full_gradient(dense), dense.grad.dense));
}
