#include "nn/mse.h"

#include "matrix.h"
#include "test.h"

TEST(mse, averages_the_squared_errors_over_the_places) {
  const Tensor y = vector_of({0.5F, 1, 5, -1});
  const Tensor targets = vector_of({0, 1, 2, 0});
  CHECK_EQ(mse_forward(y, targets), (0.25F + 0 + 9 + 1) / 4);
  Tensor dy({0});
  mse_backward(dy, y, targets);
  CHECK(same(dy, vector_of({0.25F, 0, 1.5F, -0.5F})));
}
