// Text in columns and lists.
#pragma once

#include <algorithm>
#include <cstddef>
#include <sstream>
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

// The words of the text, in lines of at most `width` characters, each ending in a new line and, but
// for the first, beginning with `indent` blanks; a word that is longer has a line of its own.
inline std::string wrapped(const std::string& text, std::size_t width, std::size_t indent = 0) {
  std::string lines;
  std::string line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > width) {
      lines += line + "\n";
      line = std::string(indent, ' ');
    } else if (!line.empty()) {
      line += " ";
    }
    line += word;
  }
  return lines + line + "\n";
}
