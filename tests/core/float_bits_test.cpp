#include "core/float_bits.h"

#include "test.h"

#include <cmath>

TEST(float_bits, are_those_of_ieee_754) {
  CHECK_EQ(bits_of(1.0F), 0x3f800000U);
  CHECK_EQ(bits_of(1.0), 0x3ff0000000000000U);
  CHECK_EQ(double_of(0xbff8000000000000U), -1.5);
  CHECK_EQ(bits_of(-0.0F), 0x80000000U);
  CHECK_EQ(bits_of(0x1p-149F), 1U);
  CHECK_EQ(bits_of(61.6174201965332F), 0x4276783dU);
  CHECK_EQ(float_of(0x4276783dU), 61.6174201965332F);
  CHECK(std::isnan(float_of(0x7fc00000U)));
}

TEST(float_bits, print_all_eight_digits) {
  CHECK_EQ(hexadecimal(0x4276783d), "0x4276783d");
  CHECK_EQ(hexadecimal(0xaf), "0x000000af");
}
