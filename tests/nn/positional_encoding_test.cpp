#include "nn/positional_encoding.h"

#include "test.h"

#include <cmath>

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

TEST(positional_encoding, sinusoidal_table_is_that_of_vaswani_et_al) {
  const Tensor table = sinusoidal_table(50, 7);
  CHECK(table.shape() == std::vector<std::size_t>({50, 7}));
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t k = 0; 2 * k < 7; ++k) {
      const double angle =
          static_cast<double>(i) / std::pow(10000.0, 2 * static_cast<double>(k) / 7);
      CHECK_NEAR(table.row(i)[2 * k], std::sin(angle), 1e-7);
      if (2 * k + 1 < 7) CHECK_NEAR(table.row(i)[2 * k + 1], std::cos(angle), 1e-7);
    }
  }
}
