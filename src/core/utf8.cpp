#include "core/strict_float.h"

#include "core/utf8.h"

#include <algorithm>

std::optional<utf8::Character> utf8::character_at(const std::string& text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return Character{first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = at + 1; i < std::min(at + length, text.size()); ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
  }
  std::string bytes;  // as they have to be
  append(bytes, code);
  const bool half = code >= 0xd800 && code <= 0xdfff;
  if (half || code > 0x10ffff || text.compare(at, length, bytes) != 0) return std::nullopt;
  return Character{code, length};
}

void utf8::append(std::string& text, std::uint32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
    return;
  }
  const unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;  // bytes of six bits each
  text += static_cast<char>((0xff00U >> (more + 1)) | (code >> (6 * more)));
  for (unsigned shift = 6 * more; shift > 0; shift -= 6) {
    text += static_cast<char>(0x80U | ((code >> (shift - 6)) & 0x3fU));
  }
}
