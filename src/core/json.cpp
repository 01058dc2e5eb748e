#include "core/strict_float.h"

#include "core/json.h"

namespace json {

Object& Object::raw(const std::string& name, const std::string& value, const char* between) {
  if (text_.size() > 1) text_ += between;
  text_ += quoted(name) + ":" + value;
  return *this;
}

Object& Object::text(const char* name, const std::string& value) {
  return raw(name, quoted(value));
}

Object& Object::number(const char* name, double value) { return raw(name, json::number(value)); }

Object& Object::whole(const char* name, std::uint64_t value) {
  return raw(name, std::to_string(value));
}

Object& Object::truth(const char* name, bool value) { return raw(name, value ? "true" : "false"); }

std::string lines(const std::vector<std::string>& values) {
  return array(
      values, [](const std::string& value) { return value; }, ",\n");
}

std::string numbers(const std::vector<double>& values) {
  return array(values, [](double value) { return number(value); });
}

}  // namespace json
