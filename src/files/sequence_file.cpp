#include "core/strict_float.h"

#include "files/sequence_file.h"

#include "core/digest.h"
#include "core/foreign_text.h"
#include "files/file.h"

namespace {

constexpr std::size_t kLargestToken = kMostTokens - 1;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

struct Place {
  const std::string& name;
  std::size_t line;

  [[noreturn]] void fail(std::size_t column, const std::string& what) const {
    refuse_file(name + ", line " + std::to_string(line) + ", column " + std::to_string(column + 1),
                what);
  }
};

// The word that starts at `start`, for a message.
std::string word_at(const std::string& line, std::size_t start) {
  const std::size_t end = line.find_first_of(" \t\r#", start);
  return printable_quoted(line.substr(start, end - start), 24);
}

// Reads the digits from `i` on and moves `i` behind them.
std::int32_t read_token(const std::string& line, std::size_t& i, const Place& place) {
  const std::size_t start = i;
  std::uint64_t token = 0;
  for (; i < line.size() && line[i] >= '0' && line[i] <= '9' && token <= kLargestToken; ++i) {
    token = token * 10 + static_cast<std::uint64_t>(line[i] - '0');
  }
  const bool ends = i == line.size() || is_blank(line[i]) || line[i] == '#';
  if (i == start || !ends || token > kLargestToken) {
    place.fail(start, "expected a token id from 0 to " + std::to_string(kLargestToken) +
                          ", found " + word_at(line, start));
  }
  return static_cast<std::int32_t>(token);
}

void read_line(const std::string& line, const Place& place, Ids& tokens) {
  const std::size_t before = tokens.size();
  for (std::size_t i = 0; i < line.size() && line[i] != '#';) {
    if (is_blank(line[i])) {
      ++i;
      continue;
    }
    if (tokens.size() - before == kMostPositions) {
      place.fail(i, "expected at most " + std::to_string(kMostPositions) + " tokens in a line");
    }
    tokens.push_back(read_token(line, i, place));
  }
}

}  // namespace

Sequences read_sequences(std::istream& in, const std::string& name) {
  Sequences data;
  data.starts.push_back(0);
  Place place = {name, 0};
  for (std::string line; std::getline(in, line);) {
    if (++place.line == 1) refuse_byte_order_mark(line, name);
    read_line(line, place, data.tokens);
    if (data.tokens.size() > data.starts.back()) data.starts.push_back(data.tokens.size());
  }
  if (in.bad()) refuse_file(name, "cannot be read to its end");
  if (data.tokens.empty()) refuse_file(name, "expected a sequence, found none");
  return data;
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
