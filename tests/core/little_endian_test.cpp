#include "core/little_endian.h"

#include "test.h"

TEST(little_endian, has_the_lowest_byte_first_and_reads_what_it_writes) {
  std::string bytes(8, '\0');
  to_little_endian(std::uint64_t{0xff02030405060708U}, &bytes[0]);
  CHECK_EQ(bytes, "\x08\x07\x06\x05\x04\x03\x02\xff");
  CHECK_EQ(from_little_endian<std::uint64_t>(bytes.data()), 0xff02030405060708U);
  CHECK_EQ(from_little_endian<std::uint32_t>(bytes.data() + 4), 0xff020304U);
  to_little_endian(std::uint16_t{0x0180}, &bytes[0]);
  CHECK_EQ(bytes, "\x80\x01\x06\x05\x04\x03\x02\xff");
}
