#include "files/sequence_file.h"

#include "test.h"

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
  CHECK_THROWS(std::runtime_error, from("1 2\n3 x4"),
               "data.txt, line 2, column 3: " + expected + "\"x4\"");
  CHECK_THROWS(std::runtime_error, from("1 -2"),
               "data.txt, line 1, column 3: " + expected + "\"-2\"");
  CHECK_THROWS(std::runtime_error, from("12a 3"),
               "data.txt, line 1, column 1: " + expected + "\"12a\"");
  CHECK_THROWS(std::runtime_error, from("x#y"),
               "data.txt, line 1, column 1: " + expected + "\"x\"");
  CHECK_THROWS(std::runtime_error, from("1.5"),
               "data.txt, line 1, column 1: " + expected + "\"1.5\"");
  CHECK_THROWS(std::runtime_error, from("268435455"),
               "data.txt, line 1, column 1: " + expected + "\"268435455\"");
  CHECK_THROWS(std::runtime_error, from("99999999999999999999999999"),
               "data.txt, line 1, column 1: " + expected + "\"9999999999...9999999999\"");
  CHECK_THROWS(std::runtime_error, from(std::string("1 \0 2", 5)),
               "data.txt, line 1, column 3: " + expected + "\"\\x00\"");
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
