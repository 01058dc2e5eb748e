// Text in columns and lists.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

// Filled with blanks to so many characters; longer text stays as it is.
inline std::string left_aligned(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ');
}

inline std::string right_aligned(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text;
}

// What `text` makes of each value, with the separator between.
template <class Values, class Text>
std::string joined(const Values& values, const std::string& separator, const Text& text) {
  std::string result;
  const char* between = "";
  for (const auto& value : values) {
    result += between + text(value);
    between = separator.c_str();
  }
  return result;
}
