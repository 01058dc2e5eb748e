// JSON as text: each function takes the texts of values, and gives that of one.
#pragma once

#include "core/text_layout.h"

#include <map>
#include <string>
#include <vector>

namespace json {

// The number that reads back as the same double, or of so many significant digits. JSON has no NaN
// and no infinity: null.
std::string number(double value);
std::string number(double value, int digits);

std::string quoted(const std::string& text);

// `on_new_line` breaks the line before the member, where another stands before it.
struct Member {
  std::string name;
  std::string value;
  bool on_new_line = false;
};
constexpr bool kOnNewLine = true;

// {"name":value,...}
std::string object(const std::vector<Member>& members);
std::string object_of_texts(const std::map<std::string, std::string>& texts);

// [a,b,...] of what `text` makes of each value.
template <class Values, class Text>
std::string array(const Values& values, const Text& text, const std::string& separator = ",") {
  return "[" + joined(values, separator, text) + "]";
}

}  // namespace json
