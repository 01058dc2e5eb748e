// SHA-256 (FIPS 180-4), so that what sha256sum prints of a file can be compared with it.
#pragma once

#include "core/float_bits.h"
#include "core/tensor.h"

#include <array>
#include <string>

class Sha256 {
 public:
  Sha256& add(const unsigned char* bytes, std::size_t count);
  // These add the bytes of each number, lowest first, on every machine.
  template <class Number>
  Sha256& add(Number number) {
    std::array<unsigned char, sizeof number> bytes{};
    to_little_endian(bits_of(number), bytes.data());
    return add(bytes.data(), bytes.size());
  }
  Sha256& add(const Tensor& tensor);

  // The digest of all that was added, as 64 hexadecimal digits. Call once; add nothing after.
  std::string finish();

 private:
  void add_byte(unsigned char byte);
  void compress();

  std::array<std::uint32_t, 8> state_ = {0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU,
                                         0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};
  std::array<std::uint32_t, 16> block_{};
  std::uint64_t bytes_ = 0;
};
