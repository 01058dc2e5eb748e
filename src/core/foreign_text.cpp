#include "core/strict_float.h"

#include "core/foreign_text.h"

#include "core/float_bits.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace {

std::string escaped(unsigned char byte) {
  if (byte == '\n') return "\\n";
  if (byte == '\t') return "\\t";
  if (byte == '\r') return "\\r";
  return "\\x" + hexadecimal(byte).substr(8);
}

// What is shown for each character.
std::vector<std::string> shown_for(const std::string& text) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<utf8::Character> character = utf8::character_at(text, at);
    std::string shown = text.substr(at, character ? character->length : 1);
    const std::string bytes = shown;
    at += bytes.size();
    if (!character || !utf8::is_visible(character->code)) {
      shown.clear();
      for (const char byte : bytes) shown += escaped(static_cast<unsigned char>(byte));
    }
    pieces.push_back(shown);
  }
  return pieces;
}

// In characters: all bytes but those that go on with one.
std::size_t width_of(const std::string& shown) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; };
  return static_cast<std::size_t>(std::count_if(shown.begin(), shown.end(), begins));
}

}  // namespace

// Control characters, those that take no room, those that look like a blank, and those that turn
// the direction of a line: the first and the last of each range.
bool utf8::is_visible(std::uint32_t code) {
  constexpr std::array<std::uint32_t, 40> kInvisible = {
      0x00,   0x1f,   0x7f,   0xa0,   0xad,   0xad,   0x34f,   0x34f,   0x61c,   0x61c,
      0x115f, 0x1160, 0x1680, 0x1680, 0x17b4, 0x17b5, 0x180b,  0x180f,  0x2000,  0x200f,
      0x2028, 0x202f, 0x205f, 0x206f, 0x2800, 0x2800, 0x3000,  0x3000,  0x3164,  0x3164,
      0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff};
  for (std::size_t i = 0; i < kInvisible.size(); i += 2) {
    if (code >= kInvisible[i] && code <= kInvisible[i + 1]) return false;
  }
  return true;
}

std::string printable(const std::string& text, std::size_t most) {
  // Of a text that is far too long, its ends suffice: no character has more than four bytes.
  const bool is_long = text.size() > 16 * most;
  const std::vector<std::string> pieces =
      is_long ? shown_for(text.substr(0, 8 * most) + text.substr(text.size() - 8 * most))
              : shown_for(text);
  std::string shown = std::accumulate(pieces.begin(), pieces.end(), std::string());
  if (width_of(shown) <= most) return shown;
  const std::size_t half = (most - 3) / 2;
  std::string first;
  for (auto p = pieces.begin(); width_of(first + *p) <= half; ++p) first += *p;
  std::string last;
  for (auto p = pieces.rbegin(); width_of(*p + last) <= half; ++p) last.insert(0, *p);
  return first + "..." + last;
}

std::string shell_word(const std::string& text) {
  const std::string plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

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
