#include "files/sequence_file.h"

#include "test.h"

#include <array>
#include <stdexcept>

namespace {

Sequences from(const std::string& text) {
  std::istringstream in(text);
  return read_sequences(in, "data.txt");
}

}  // namespace

TEST(sequence_file, reads_a_sequence_a_line) {
  const Sequences data = from("5 8 2\n7\n4 4\n");
  CHECK(data.tokens == Ids({5, 8, 2, 7, 4, 4}));
  CHECK(data.starts == std::vector<std::size_t>({0, 3, 4, 6}));
}

TEST(sequence_file, passes_over_comments_blanks_and_empty_lines) {
  const Sequences data = from("# made by hand\n\n  5\t8 # two\r\n\r\n 007#seven\n268435454");
  CHECK(data.tokens == Ids({5, 8, 7, 268435454}));
  CHECK(data.starts == std::vector<std::size_t>({0, 2, 3, 4}));
}

TEST(sequence_file, names_line_and_column_of_what_it_cannot_read) {
  const std::string expected = "expected a token id from 0 to 268435454, found ";
  const std::vector<std::array<std::string, 3>> wrong = {
      {"1 2\n3 x4", "line 2, column 3", "\"x4\""},
      {"1 -2", "line 1, column 3", "\"-2\""},
      {"12a 3", "line 1, column 1", "\"12a\""},
      {"x#y", "line 1, column 1", "\"x\""},
      {"1.5", "line 1, column 1", "\"1.5\""},
      {"268435455", "line 1, column 1", "\"268435455\""},
      {std::string(26, '9'), "line 1, column 1", "\"9999999999...9999999999\""},
      {std::string("1 \0 2", 5), "line 1, column 3", "\"\\x00\""}};
  for (const auto& [text, place, found] : wrong) {
    CHECK_THROWS(std::runtime_error, from(text), "data.txt, " + place + ": " + expected + found);
  }
  for (const char* text : {"1,2,3", "1;2;3"}) {
    CHECK_THROWS(std::runtime_error, from(text),
                 "data.txt, line 1, column 1: expected blanks between token ids, found \"" +
                     std::string(text) + "\"");
  }
  CHECK_THROWS(
      std::runtime_error, from("1 2\r4 5\r"),
      "data.txt, line 1, column 5: expected a new line after a carriage return, found none");
}

TEST(sequence_file, has_as_many_tokens_in_a_line_as_positions_can_be) {
  std::string line;
  for (std::size_t i = 0; i < kMostPositions; ++i) line += "0 ";
  CHECK_EQ(from(line).tokens.size(), kMostPositions);
  CHECK_THROWS(std::runtime_error, from(line + "0"),
               "data.txt, line 1, column 33554433: expected at most 16777216 tokens in a line");
}

TEST(sequence_file, knows_byte_order_marks) {
  CHECK_THROWS(std::runtime_error,
               from("\xef\xbb\xbf"
                    "1 2\n"),
               "data.txt: expected plain text, found the byte order mark of UTF-8");
}

TEST(sequence_file, expects_a_sequence) {
  CHECK_THROWS(std::runtime_error, from(""), "data.txt: expected a sequence, found none");
  CHECK_THROWS(std::runtime_error, from("# only\n\n"), "data.txt: expected a sequence, found none");
}

TEST(sequence_file, reads_what_it_writes) {
  PythonRandom python(4);
  TorchRandom torch(4);
  const Sequences data = dummy_sequences({50, 9, 1000}, python, torch);
  std::ostringstream out;
  write_sequences(out, data);
  const Sequences again = from(out.str());
  CHECK(again.tokens == data.tokens);
  CHECK(again.starts == data.starts);
}
