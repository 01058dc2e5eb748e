// Whether a text is JSON (RFC 8259), one document and a new line: to the letter, so that no reader
// refuses it.
#pragma once

#include <cctype>
#include <cstring>
#include <string>

class StrictJson {
 public:
  explicit StrictJson(const std::string& text) : at_(text.c_str()), end_(at_ + text.size()) {}

  bool is_one_document() { return value() && take('\n') && at_ == end_; }

 private:
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool take(const char* word) {
    if (std::strncmp(at_, word, std::strlen(word)) != 0) return false;
    at_ += std::strlen(word);
    return true;
  }

  void blanks() {
    while (*at_ == ' ' || *at_ == '\n') ++at_;
  }

  bool digits() {
    const char* start = at_;
    while (std::isdigit(static_cast<unsigned char>(*at_)) != 0) ++at_;
    return at_ != start;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e')) return true;
    if (!take('-')) take('+');
    return digits();
  }

  bool text() {
    if (!take('"')) return false;
    while (!take('"')) {
      if (static_cast<unsigned char>(*at_) < ' ') return false;  // the end, too
      if (take('\\')) {
        if (std::strchr("\"\\/bfnrtu", *at_) == nullptr) return false;
      }
      ++at_;
    }
    return true;
  }

  template <class Member>
  bool list(char close, const Member& member) {
    blanks();
    if (take(close)) return true;
    do {
      blanks();
      if (!member()) return false;
      blanks();
    } while (take(','));
    return take(close);
  }

  bool value() {
    if (take('{')) {
      return list('}', [&] { return text() && take(':') && value(); });
    }
    if (take('[')) {
      return list(']', [&] { return value(); });
    }
    return take("null") || take("true") || take("false") || text() || number();
  }

  const char* at_;
  const char* end_;
};

inline bool is_strict_json(const std::string& text) { return StrictJson(text).is_one_document(); }
