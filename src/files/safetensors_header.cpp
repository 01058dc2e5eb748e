#include "core/strict_float.h"

#include "files/safetensors_header.h"

#include "core/decimal.h"
#include "core/foreign_text.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>

namespace {

// Takes the header's text apart, from left to right.
class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  SafetensorsHeader header() {
    SafetensorsHeader header;
    if (text_.empty() || text_[0] != '{') fail("expected {");
    object("the header", [&](const std::string& key) {
      if (key == "__metadata__" && take_word("null")) {
        // none, as some writers say it
      } else if (key == "__metadata__") {
        object(key, [&](const std::string& name) { header.metadata[name] = string(); });
      } else {
        header.tensors.push_back(tensor(key));
      }
    });
    if (peek() != '\0' || at_ != text_.size()) fail("expected the end of the header");
    return header;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error("byte " + std::to_string(at_) + " of the header: " + what);
  }

  [[noreturn]] void fail(const std::string& expected) const {
    std::string found = "the end";
    if (at_ < text_.size()) {
      const char c = text_[at_];
      found = c >= ' ' && c <= '~' ? std::string(1, c)
                                   : "byte " + std::to_string(static_cast<unsigned char>(c));
    }
    refuse(expected + ", found " + found);
  }

  // The next character that is no white space; 0 at the end.
  char peek() {
    at_ = std::min(text_.find_first_not_of(" \t\n\r", at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!take(c)) fail(std::string("expected ") + c);
  }

  // What stands between two brackets, with commas, each taken by item().
  void list(char open, char close, const std::function<void()>& item) {
    expect(open);
    if (take(close)) return;
    do item();
    while (take(','));
    expect(close);
  }

  // {"key": value, ...}, where member(key) takes each value.
  void object(const std::string& what, const std::function<void(const std::string&)>& member) {
    std::set<std::string> keys;
    list('{', '}', [&] {
      const std::string key = string();
      if (!keys.insert(key).second) {
        refuse("expected each key once in " + printable(what) + ", found " + printable(key) +
               " twice");
      }
      expect(':');
      member(key);
    });
  }

  std::vector<std::uint64_t> numbers() {
    std::vector<std::uint64_t> values;
    list('[', ']', [&] { values.push_back(number()); });
    return values;
  }

  TensorEntry tensor(const std::string& name) {
    TensorEntry entry;
    entry.name = name;
    unsigned found = 0;
    object(name, [&](const std::string& key) {
      ++found;
      if (key == "dtype") {
        entry.dtype = string();
      } else if (key == "shape") {
        entry.shape = numbers();
      } else if (key == "data_offsets") {
        const std::vector<std::uint64_t> offsets = numbers();
        if (offsets.size() != 2) refuse("expected two data_offsets of " + printable(name));
        entry.begin = offsets[0];
        entry.end = offsets[1];
      } else {  // a newer format's
        --found;
        skip_value(0);
      }
    });
    if (found != 3) refuse("expected dtype, shape and data_offsets of " + printable(name));
    return entry;
  }

  bool take_word(const std::string& word) {
    peek();
    const bool found = text_.compare(at_, word.size(), word) == 0;
    if (found) at_ += word.size();
    return found;
  }

  // Any value of JSON, nested so deep at most that the stack has room.
  void skip_value(int depth) {  // NOLINT(misc-no-recursion): to a depth of 100
    const char first = peek();
    if (depth == 100) fail("expected values nested no deeper");
    if (first == '"') {
      string();
    } else if (first == '{') {
      object("a value", [&](const std::string&) { skip_value(depth + 1); });
    } else if (first == '[') {
      list('[', ']', [&] { skip_value(depth + 1); });
    } else if (!take_word("null") && !take_word("true") && !take_word("false")) {
      const std::string word = run_of("+-.0123456789Ee");
      if (!from_decimal(word)) fail("expected a value");
      at_ += word.size();
    }
  }

  // What is next of nothing but these characters.
  std::string run_of(const char* characters) const {
    return text_.substr(at_, text_.find_first_not_of(characters, at_) - at_);
  }

  // A whole number of at most 2^53, as JSON writes it: no sign, no leading zero, no exponent.
  std::uint64_t number() {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 53U;
    peek();
    const std::string digits = run_of("0123456789");
    if (digits.empty()) fail("expected a whole number");
    if (digits.size() > 1 && digits[0] == '0') fail("expected a number without leading zeros");
    const std::optional<std::uint64_t> value = whole_from_decimal(digits, 0, kMost);
    if (!value) {
      refuse("expected a number of at most " + std::to_string(kMost) + ", found " +
             printable(digits));
    }
    at_ += digits.size();
    return *value;
  }

  std::string string() {
    expect('"');
    std::string value;
    while (at_ < text_.size() && text_[at_] != '"') {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x20) fail("expected no control character in a string");
      if (byte == '\\') {
        ++at_;
        escape(value);
      } else {
        character(value);
      }
    }
    if (at_ == text_.size()) fail("expected \" at the end of a string");
    ++at_;
    return value;
  }

  void character(std::string& value) {
    const auto found = utf8::character_at(text_, at_);
    if (!found) fail("expected UTF-8");
    value.append(text_, at_, found->length);
    at_ += found->length;
  }

  void escape(std::string& value) {
    const std::string names = "\"\\/bfnrt";
    const std::string meanings = "\"\\/\b\f\n\r\t";
    const char name = at_ < text_.size() ? text_[at_] : '\0';
    const std::size_t known = names.find(name);
    if (known != std::string::npos) {
      value += meanings[known];
      ++at_;
      return;
    }
    if (name != 'u') fail("expected an escape that JSON knows");
    ++at_;
    std::uint32_t code = hex4();
    if (code >= 0xd800 && code < 0xdc00) {  // the first half of a pair
      if (text_.compare(at_, 2, "\\u") != 0) fail("expected the second half of a pair");
      at_ += 2;
      const std::uint32_t low = hex4();
      if (low < 0xdc00 || low > 0xdfff) fail("expected the second half of a pair");
      code = 0x10000 + ((code - 0xd800) << 10U) + (low - 0xdc00);
    } else if (code >= 0xdc00 && code < 0xe000) {
      fail("expected no second half of a pair alone");
    }
    utf8::append(value, code);
  }

  std::uint32_t hex4() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const std::string digits = "0123456789abcdef0123456789ABCDEF";
      const std::size_t digit = at_ < text_.size() ? digits.find(text_[at_]) : std::string::npos;
      if (digit == std::string::npos) fail("expected four hexadecimal digits");
      code = code * 16 + static_cast<std::uint32_t>(digit % 16);
    }
    return code;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(const std::string& text) {
  return Parser(text).header();
}
