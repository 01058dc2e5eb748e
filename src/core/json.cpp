#include "core/strict_float.h"

#include "core/json.h"

#include "core/decimal.h"
#include "core/float_bits.h"
#include "core/foreign_text.h"

#include <cmath>

namespace json {

std::string number(double value) { return std::isfinite(value) ? to_decimal(value) : "null"; }

std::string number(double value, int digits) {
  return std::isfinite(value) ? to_significant(value, digits) : "null";
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto character = utf8::character_at(text, at);
    const std::string bytes = text.substr(at, character ? character->length : 1);
    at += bytes.size();
    const std::uint32_t code = character ? character->code : ' ';
    const bool is_control = code < ' ' || (code >= 0x7f && code < 0xa0);
    if (code == '"' || code == '\\') result += '\\';
    result += is_control ? "\\u" + hexadecimal(code).substr(6) : bytes;
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
