#include "core/strict_float.h"

#include "core/json.h"

#include "core/decimal.h"
#include "core/float_bits.h"

#include <cmath>

namespace json {

std::string number(double value) { return std::isfinite(value) ? to_decimal(value) : "null"; }

std::string number(double value, int digits) {
  return std::isfinite(value) ? to_significant(value, digits) : "null";
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += '\\';
    result += byte < ' ' ? "\\u" + hexadecimal(byte).substr(6) : std::string(1, c);
  }
  return result + '"';
}

std::string object(const std::vector<Member>& members) {
  std::string result = "{";
  for (const Member& member : members) {
    if (result.size() > 1) result += member.on_new_line ? ",\n" : ",";
    result += quoted(member.name) + ":" + member.value;
  }
  return result + "}";
}

std::string object_of_texts(const std::map<std::string, std::string>& texts) {
  const auto member = [](const auto& text) {
    return quoted(text.first) + ":" + quoted(text.second);
  };
  return "{" + joined(texts, ",", member) + "}";
}

}  // namespace json
