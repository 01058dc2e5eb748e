// Characters as UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace utf8 {

struct Character {
  std::uint32_t code;
  std::size_t length;  // in bytes
};

// The character that starts at that byte of the text; nothing where there is none, or what stands
// there is no UTF-8: cut off, longer than need be, half of a pair.
std::optional<Character> character_at(const std::string& text, std::size_t at);

void append(std::string& text, std::uint32_t code);

}  // namespace utf8
