#include "core/strict_float.h"

#include "core/float_bits.h"

std::string hexadecimal(std::uint32_t bits) {
  std::string text = "0x";
  for (unsigned shift = 32; shift > 0; shift -= 4) {
    text += "0123456789abcdef"[(bits >> (shift - 4)) & 0xfU];
  }
  return text;
}
