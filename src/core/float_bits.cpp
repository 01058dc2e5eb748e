#include "core/strict_float.h"

#include "core/float_bits.h"

#include <cstring>

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

float float_of(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::string hexadecimal(std::uint32_t bits) {
  std::string text = "0x";
  for (unsigned shift = 32; shift > 0; shift -= 4) {
    text += "0123456789abcdef"[(bits >> (shift - 4)) & 0xfU];
  }
  return text;
}
