#include "core/strict_float.h"

#include "files/sequence_file.h"

#include "core/digest.h"
#include "core/foreign_text.h"
#include "files/file.h"

#include <map>

namespace {

constexpr std::size_t kLargestToken = kMostTokens - 1;

constexpr std::size_t kLongestWord = 1000;  // of what a message shows
constexpr int kEnd = -1;

bool is_end_of_line(int c) { return c == kEnd || c == '\n' || c == '\r'; }
bool is_blank(int c) { return c == ' ' || c == '\t'; }

// Reads character after character. Holds a block of them, however long the file or its lines are.
class SequencesReader {
 public:
  SequencesReader(std::istream& in, const std::string& name, std::optional<std::int32_t> pad)
      : in_(in), name_(name), pad_(pad) {}

  Sequences read() {
    if (peek() != kEnd) refuse_byte_order_mark(block_.substr(0, 3), name_);
    data_.starts.push_back(0);
    for (bool more = true; more;) {
      more = read_line();
      if (data_.tokens.size() > data_.starts.back()) data_.starts.push_back(data_.tokens.size());
    }
    if (data_.tokens.empty()) refuse_file(name_, "expected a sequence, found none");
    return std::move(data_);
  }

 private:
  // The next character, or kEnd.
  int peek() {
    if (at_ == block_.size()) fill();
    return at_ == block_.size() ? kEnd : static_cast<unsigned char>(block_[at_]);
  }

  void fill() {
    block_.resize(65536);
    in_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    if (in_.bad()) refuse_file(name_, "cannot be read to its end");
    block_.resize(static_cast<std::size_t>(in_.gcount()));
    at_ = 0;
  }

  void pass() {
    ++at_;
    ++column_;
  }

  [[noreturn]] void fail(std::size_t column, const std::string& what) const {
    refuse_file(name_ + ", line " + std::to_string(line_) + ", column " + std::to_string(column),
                what);
  }

  // Reads the tokens of a line, without its padding. False at the end of the file.
  bool read_line() {
    const std::size_t before = data_.tokens.size();
    while (!is_end_of_line(peek())) {
      if (peek() == '#') {
        while (!is_end_of_line(peek())) pass();
      } else if (is_blank(peek())) {
        pass();
      } else if (data_.tokens.size() - before == kMostPositions) {
        fail(column_, "expected at most " + std::to_string(kMostPositions) + " tokens in a line");
      } else {
        data_.tokens.push_back(read_token());
      }
    }
    const bool has_tokens = data_.tokens.size() > before;
    while (data_.tokens.size() > before && data_.tokens.back() == pad_) data_.tokens.pop_back();
    if (has_tokens && data_.tokens.size() == before)
      fail(1, "expected a sequence, found only padding");
    if (peek() == '\r') {
      pass();
      if (peek() != '\n' && peek() != kEnd) {
        fail(column_, "expected a new line after a carriage return, found none");
      }
    }
    if (peek() == kEnd) return false;
    pass();
    ++line_;
    column_ = 1;
    return true;
  }

  std::int32_t read_token() {
    const std::size_t column = column_;
    std::string word;
    std::uint64_t token = 0;
    bool is_token = true;
    const auto in_word = [](int c) { return !is_end_of_line(c) && !is_blank(c) && c != '#'; };
    for (; in_word(peek()) && (is_token || word.size() < kLongestWord); pass()) {
      const int c = peek();
      token = token * 10 + static_cast<std::uint64_t>(c - '0');
      is_token = is_token && c >= '0' && c <= '9' && token <= kLargestToken;
      if (word.size() < kLongestWord) word += static_cast<char>(c);
    }
    if (is_token) return static_cast<std::int32_t>(token);
    const bool is_list = word.find_first_of(",;") != std::string::npos;
    fail(column, "expected " +
                     (is_list ? "blanks between token ids"
                              : "a token id from 0 to " + std::to_string(kLargestToken)) +
                     ", found " + printable_quoted(word, 24));
  }

  std::istream& in_;
  const std::string& name_;
  std::optional<std::int32_t> pad_;
  Sequences data_;
  std::string block_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

}  // namespace

Sequences read_sequences(std::istream& in, const std::string& name,
                         std::optional<std::int32_t> pad) {
  return SequencesReader(in, name, pad).read();
}

std::string padding_hint(const Sequences& data, const std::string& name) {
  constexpr std::size_t kSeveral = 4;
  const std::size_t length = data.longest();
  if (data.count() < kSeveral || data.tokens.size() != data.count() * length) return {};
  std::map<std::int32_t, std::size_t> ends;  // that stand twice
  for (std::size_t i = 0; i < data.count() && length > 1; ++i) {
    const std::int32_t* last = data.sequence(i) + length - 1;
    if (last[0] != last[-1] || 2 * ++ends[*last] <= data.count()) continue;
    const std::string pad = std::to_string(*last);
    std::string hint = "hint: most sequences of " + printable(name);
    hint.append(" end in ").append(pad).append(" ").append(pad);
    return hint.append(": where that is padding, --pad ").append(pad).append(" leaves it out");
  }
  return {};
}

void write_sequences(std::ostream& out, const Sequences& data) {
  for (std::size_t i = 0; i < data.count(); ++i) {
    const std::int32_t* tokens = data.sequence(i);
    for (std::size_t j = 0; j < data.length(i); ++j) out << (j == 0 ? "" : " ") << tokens[j];
    out << '\n';
  }
}

std::string digest_of_sequences(const Sequences& data) {
  Sha256 digest;
  for (std::size_t i = 0; i < data.count(); ++i) {
    for (std::size_t j = 0; j < data.length(i); ++j) digest.add(data.sequence(i)[j]);
    digest.add(std::int32_t{-1});
  }
  return digest.finish();
}
