#include "core/digest.h"

#include "test.h"

namespace {

std::string sha256(const std::string& text) {
  Sha256 digest;
  digest.add(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return digest.finish();
}

}  // namespace

// Examples of FIPS 180-4's publisher, NIST; any sha256sum prints the same.
TEST(digest, gives_the_standard_examples) {
  CHECK_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK_EQ(sha256(std::string(1000000, 'a')),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(digest, takes_whole_numbers_lowest_byte_first) {
  Sha256 digest;
  digest.add(std::int32_t{0x01020304});
  digest.add(std::int32_t{-2});
  CHECK_EQ(digest.finish(), sha256("\x04\x03\x02\x01\xfe\xff\xff\xff"));
}
