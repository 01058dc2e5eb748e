// The bits of a float or a double, to compare, print and change exactly. In the header, so that
// loops with them can be vectorised.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

inline std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float float_of(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline double double_of(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// All eight digits: 0x4276783d.
std::string hexadecimal(std::uint32_t bits);
