#include "files/sequence_file.h"

#include "test.h"

#include <stdexcept>

namespace {

Sequences from(const std::string& text, std::optional<std::int32_t> pad = std::nullopt) {
  std::istringstream in(text);
  return read_sequences(in, "data.txt", pad);
}

void refuses(const std::string& text, const std::string& message,
             std::optional<std::int32_t> pad = std::nullopt) {
  CHECK_THROWS(std::runtime_error, from(text, pad), "data.txt" + message);
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
  const std::string expected = ": expected a token id from 0 to 268435454, found ";
  refuses("1 2\n3 x4", ", line 2, column 3" + expected + "\"x4\"");
  refuses("1 -2", ", line 1, column 3" + expected + "\"-2\"");
  refuses(std::string("1 \0 2", 5), ", line 1, column 3" + expected + "\"\\x00\"");
  refuses("x#y", ", line 1, column 1" + expected + "\"x\"");
  refuses(std::string(26, '9'), ", line 1, column 1" + expected + "\"9999999999...9999999999\"");
  for (const std::string text : {"12a", "1.5", "268435455"}) {
    refuses(text + " 3", ", line 1, column 1" + expected + "\"" + text + "\"");
  }
  for (const std::string text : {"1,2,3", "1;2;3"}) {
    refuses(text, ", line 1, column 1: expected blanks between token ids, found \"" + text + "\"");
  }
  refuses("1 2\r4 5\r",
          ", line 1, column 5: expected a new line after a carriage return, found none");
  refuses(
      "\xef\xbb\xbf"
      "1 2\n",
      ": expected plain text, found the byte order mark of UTF-8");
  refuses("", ": expected a sequence, found none");
  refuses("# only\n\n", ": expected a sequence, found none");
}

TEST(sequence_file, has_as_many_tokens_in_a_line_as_positions_can_be) {
  std::string line;
  for (std::size_t i = 0; i < kMostPositions; ++i) line += "0 ";
  CHECK_EQ(from(line).tokens.size(), kMostPositions);
  refuses(line + "0", ", line 1, column 33554433: expected at most 16777216 tokens in a line");
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

TEST(sequence_file, leaves_padding_out_where_it_is_asked_to) {
  const Sequences data = from("1 2 0 0\n0 3 0\n\n4\n5 0 # 0\r\n6 0", 0);
  CHECK(data.tokens == Ids({1, 2, 0, 3, 4, 5, 6}));
  CHECK(data.starts == std::vector<std::size_t>({0, 2, 4, 5, 6, 7}));
  CHECK(from("1 2 0 0\n").tokens == Ids({1, 2, 0, 0}));
  const std::string message = ", column 1: expected a sequence, found only padding";
  refuses("1 0\n# 1\n0 0\n1", ", line 3" + message, 0);
  refuses("0 0\n1", ", line 1" + message, 0);
}

TEST(sequence_file, hints_at_what_looks_like_padding) {
  const auto hint = [](const std::string& text) { return padding_hint(from(text), "data.txt"); };
  CHECK_EQ(hint("1 2 7 7\n3 7 7 7\n1 1 1 1\n5 6 7 7\n"),
           "hint: most sequences of data.txt end in 7 7: where that is padding, --pad 7 leaves it "
           "out");
  CHECK_EQ(hint("1 2 7 7\n3 7 7 7\n5 6 7 7\n"), "");             // not several
  CHECK_EQ(hint("1 2 7 7\n3 7 7 7\n1 1 1 1\n5 6 7 7 7\n"), "");  // of two lengths
  CHECK_EQ(hint("1 2 7 7\n3 7 7 7\n1 1 1 1\n5 6 8 7\n"), "");    // not most
  CHECK_EQ(hint("7 7\n7 7\n7 7\n7 7 7\n"), "");
  CHECK_EQ(hint("7\n7\n7\n7\n"), "");
}
