#include "nn/encoding.h"

#include "test.h"

#include <cmath>

TEST(encoding, sinusoidal_table_is_that_of_vaswani_et_al) {
  const Tensor table = sinusoidal_table(50, 7);
  CHECK(table.shape() == std::vector<std::size_t>({50, 7}));
  for (std::size_t i = 0; i < 50; ++i) {
    CONTEXT("i " << i);
    for (std::size_t k = 0; 2 * k < 7; ++k) {
      CONTEXT("k " << k);
      const double angle =
          static_cast<double>(i) / std::pow(10000.0, 2 * static_cast<double>(k) / 7);
      CHECK_NEAR(table.row(i)[2 * k], std::sin(angle), 1e-7);
      if (2 * k + 1 < 7) CHECK_NEAR(table.row(i)[2 * k + 1], std::cos(angle), 1e-7);
    }
  }
}

TEST(encoding, is_found_by_its_name) {
  for (const Encoding& one : kEncodings) CHECK_EQ(find_encoding(one.name), &one);
  CHECK(find_encoding("learned")->learned && find_encoding("learned")->adds_vectors());
  CHECK(!find_encoding("none")->adds_vectors());
  CHECK_EQ(find_encoding("nonesuch"), nullptr);
}
