// Numbers as bytes, lowest first, on every machine.
#pragma once

#include "core/float_bits.h"
#include "core/tensor.h"

#include <cstddef>
#include <ostream>
#include <vector>

// The bytes of an unsigned number, written to `bytes`; and read from there.
template <class Unsigned, class Byte>
void to_little_endian(Unsigned number, Byte* bytes) {
  for (std::size_t i = 0; i < sizeof number; ++i) {
    bytes[i] = static_cast<Byte>((number >> (8 * i)) & 0xffU);
  }
}

template <class Unsigned>
Unsigned from_little_endian(const char* bytes) {
  Unsigned number = 0;
  for (std::size_t i = sizeof number; i-- > 0;) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

// The values of a tensor, row after row.
inline void write_floats(std::ostream& out, const Tensor& tensor) {
  std::vector<char> bytes(tensor.cols() * sizeof(float));
  for (std::size_t i = 0; i < tensor.rows(); ++i) {
    for (std::size_t j = 0; j < tensor.cols(); ++j) {
      to_little_endian(bits_of(tensor.row(i)[j]), bytes.data() + j * sizeof(float));
    }
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
}
