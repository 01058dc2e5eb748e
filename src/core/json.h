// JSON as text: each function takes the texts of values, and gives that of one.
#pragma once

#include "core/decimal.h"
#include "core/float_bits.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace json {

// The number that reads back as the same double, or of so many significant digits. JSON has no NaN
// and no infinity: null.
inline std::string number(double value) {
  return std::isfinite(value) ? to_decimal(value) : "null";
}
inline std::string number(double value, int digits) {
  return std::isfinite(value) ? to_significant(value, digits) : "null";
}

// A text in quotation marks. What nobody would see, or turns a line's direction, is \u202e.
inline std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto character = utf8::character_at(text, at);
    const std::string bytes = text.substr(at, character ? character->length : 1);
    at += bytes.size();
    const std::uint32_t code = character ? character->code : ' ';
    const auto escaped = [](std::uint32_t unit) { return "\\u" + hexadecimal(unit).substr(6); };
    if (code == '"' || code == '\\') result += '\\';
    if (!character || utf8::is_visible(code)) {
      result += bytes;
    } else if (code < 0x10000) {
      result += escaped(code);
    } else {  // two halves, of ten bits each
      result += escaped(0xd800 + ((code - 0x10000) >> 10U)) + escaped(0xdc00 + (code & 0x3ffU));
    }
  }
  return result + '"';
}

// {"name":value,...}, member after member: much less machine code than a list of them.
class Object {
 public:
  // What is JSON already; with a line break before it, where another member stands there.
  Object& raw(const std::string& name, const std::string& value, const char* between = ",");
  Object& line(const char* name, const std::string& value) { return raw(name, value, ",\n"); }
  Object& text(const char* name, const std::string& value);
  Object& number(const char* name, double value);
  Object& whole(const char* name, std::uint64_t value);
  Object& truth(const char* name, bool value);

  std::string end() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

// The same of a list; `on_new_line` is for a line break before the member.
struct Member {
  std::string name;
  std::string value;
  bool on_new_line = false;
};
constexpr bool kOnNewLine = true;
inline std::string object(const std::vector<Member>& members) {
  Object result;
  for (const Member& one : members) result.raw(one.name, one.value, one.on_new_line ? ",\n" : ",");
  return result.end();
}
inline std::string object_of_texts(const std::map<std::string, std::string>& texts) {
  Object result;
  for (const auto& [name, text] : texts) result.raw(name, quoted(text));
  return result.end();
}

// [a,b,...] of what `text` makes of each value.
template <class Values, class Text>
std::string array(const Values& values, const Text& text, const std::string& separator = ",") {
  return "[" + joined(values, separator, text) + "]";
}

// An array of such texts, a line each; and of numbers.
std::string lines(const std::vector<std::string>& values);
std::string numbers(const std::vector<double>& values);

}  // namespace json
