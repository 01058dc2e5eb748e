#include "nn/mse.h"

#include "test.h"

TEST(mse, averages_the_squared_errors_over_the_places) {
  Tensor y({4});
  y[0] = 0.5F;
  y[1] = 1;
  y[2] = 5;
  y[3] = -1;
  const Ids positions = {0, 1, 2, 0};
  CHECK_EQ(mse_forward(y, positions), (0.25F + 0 + 9 + 1) / 4);
  Tensor dy({0});
  mse_backward(dy, y, positions);
  CHECK_EQ(dy.rows(), 4U);
  CHECK_EQ(dy[0], 0.25F);
  CHECK_EQ(dy[1], 0.0F);
  CHECK_EQ(dy[2], 1.5F);
  CHECK_EQ(dy[3], -0.5F);
}
