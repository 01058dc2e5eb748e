#include "nn/parameter.h"

#include "test.h"

TEST(parameter, gradient_is_the_outer_product_of_scale_and_direction) {
  Parameter parameter("p", {2, 3});
  CHECK_EQ(parameter.grad.scale.rows(), 2U);
  for (std::size_t r = 0; r < 2; ++r) parameter.grad.scale[r] = static_cast<float>(r) + 2;
  for (std::size_t j = 0; j < 3; ++j) parameter.grad.direction[j] = static_cast<float>(j) - 1;
  CHECK_EQ(parameter.grad.at(1, 2), 3.0F);
  const Tensor full = parameter.grad.full();
  CHECK(full.shape() == parameter.value.shape());
  CHECK_EQ(full.row(0)[0], -2.0F);
  CHECK_EQ(full.row(1)[1], 0.0F);
}
