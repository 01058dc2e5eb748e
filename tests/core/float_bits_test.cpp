#include "core/float_bits.h"

#include "test.h"

#include <cmath>

TEST(float_bits, print_all_eight_digits) {
  CHECK_EQ(hexadecimal(0x4276783d), "0x4276783d");
  CHECK_EQ(hexadecimal(0xaf), "0x000000af");
}

TEST(float_bits, bytes_have_the_lowest_first_and_are_read_as_written) {
  std::string bytes(8, '\0');
  to_little_endian(std::uint64_t{0xff02030405060708U}, &bytes[0]);
  CHECK_EQ(bytes, "\x08\x07\x06\x05\x04\x03\x02\xff");
  CHECK_EQ(from_little_endian<std::uint64_t>(bytes.data()), 0xff02030405060708U);
  CHECK_EQ(from_little_endian<std::uint32_t>(bytes.data() + 4), 0xff020304U);
  to_little_endian(std::uint16_t{0x0180}, &bytes[0]);
  CHECK_EQ(bytes, "\x80\x01\x06\x05\x04\x03\x02\xff");
}
