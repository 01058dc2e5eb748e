// Text that others wrote (what files hold, arguments, names), made harmless; and its characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

// For a message: of one line, and at most so many characters, the middle left out where there are
// more. What a terminal would obey, or nobody would see, and what is no UTF-8 becomes \n or \x1b.
std::string printable(const std::string& text, std::size_t most = 160);

// The same between quotation marks.
inline std::string printable_quoted(const std::string& text, std::size_t most = 160) {
  return '"' + printable(text, most) + '"';
}

// As one word of a shell's command line.
std::string shell_word(const std::string& text);

// UTF-8 (RFC 3629).
namespace utf8 {

struct Character {
  std::uint32_t code;
  std::size_t length;  // in bytes
};

// The character that starts at that byte of the text; nothing where there is none, or what stands
// there is no UTF-8: cut off, longer than need be, half of a pair.
std::optional<Character> character_at(const std::string& text, std::size_t at);

void append(std::string& text, std::uint32_t code);

// Whether a reader sees it, as it is: no control character, none without room, none that looks like
// a blank but is another, none that turns the direction of a line.
bool is_visible(std::uint32_t code);

}  // namespace utf8
