// The bits and bytes of numbers, the same on every machine, to compare, print, write and change
// exactly. In the header, so that loops with them can be vectorised.
#pragma once

#include "core/tensor.h"

#include <cstring>
#include <ostream>
#include <string>
#include <vector>

template <class To, class From>
To of_same_bits(From value) {
  static_assert(sizeof(To) == sizeof value);
  To result = 0;
  std::memcpy(&result, &value, sizeof value);
  return result;
}

inline std::uint32_t bits_of(float value) { return of_same_bits<std::uint32_t>(value); }
inline std::uint32_t bits_of(std::int32_t value) { return static_cast<std::uint32_t>(value); }
inline std::uint64_t bits_of(double value) { return of_same_bits<std::uint64_t>(value); }
inline float float_of(std::uint32_t bits) { return of_same_bits<float>(bits); }
inline double double_of(std::uint64_t bits) { return of_same_bits<double>(bits); }

// All eight digits: 0x4276783d.
inline std::string hexadecimal(std::uint32_t bits) {
  std::string text = "0x";
  for (unsigned shift = 32; shift > 0; shift -= 4) {
    text += "0123456789abcdef"[(bits >> (shift - 4)) & 0xfU];
  }
  return text;
}

// The bytes of an unsigned number, lowest first, written to `bytes`; and read from there.
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
    number = static_cast<Unsigned>((number << 8U) | static_cast<unsigned char>(bytes[i]));
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
