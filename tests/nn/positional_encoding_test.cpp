#include "nn/positional_encoding.h"

#include "test.h"

TEST(positional_encoding, adds_the_row_of_the_position) {
  Tensor table({2, 2});
  table[0] = 1;
  table[1] = 2;
  table[2] = 3;
  table[3] = 4;
  Tensor x({2, 2});
  x.fill(10);
  positional_encoding_forward(x, table, {1, 0});
  CHECK_EQ(x[0], 13.0F);
  CHECK_EQ(x[1], 14.0F);
  CHECK_EQ(x[2], 11.0F);
  CHECK_EQ(x[3], 12.0F);
}

TEST(positional_encoding, adds_each_gradient_to_the_row_of_its_position) {
  Tensor dtable({2, 1});
  dtable.fill(0.5F);
  Tensor dx({3, 1});
  dx[0] = 1;
  dx[1] = 2;
  dx[2] = 4;
  positional_encoding_backward(dtable, dx, {0, 1, 0});
  CHECK_EQ(dtable[0], 5.5F);
  CHECK_EQ(dtable[1], 2.5F);
}
