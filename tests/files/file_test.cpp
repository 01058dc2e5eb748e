#include "files/file.h"

#include "test.h"

#include <cstdio>
#include <sstream>
#include <stdexcept>

TEST(file, is_handed_to_the_reader_with_its_name) {
  const std::string path = test::temporary("test_file.txt");
  std::ofstream(path, std::ios::binary) << "text\r\n";
  const std::string read = from_file(path, [](std::istream& in, const std::string& name) {
    std::string line;
    std::getline(in, line);
    return name + " " + line;
  });
  CHECK_EQ(read, path + " text\r");
  std::remove(path.c_str());
}

TEST(file, reads_lines_of_any_length_but_not_for_ever) {
  for (const std::size_t length : {0U, 1U, 4094U, 4095U, 4096U, 8190U, 1000000U}) {
    CONTEXT("length " << length);
    const std::string text(length, '\0');
    for (const char* end : {"", "\n"}) {
      std::istringstream in(text + "\n" + text + "x" + end);
      std::string line;
      CHECK(read_line(in, line, "m") && line == text);
      if (length == 1000000) continue;
      CHECK(read_line(in, line, "m") && line == text + "x");
      CHECK_EQ(in.eof(), *end == '\0');
      CHECK(!read_line(in, line, "m") && line.empty());
    }
  }
  std::istringstream in(std::string(2000000, '\0'));
  std::string line;
  CHECK_THROWS(std::runtime_error, read_line(in, line, "m"),
               "m: expected no line of more than a million characters");
  CHECK(in.tellg() < 1010000);
}

TEST(file, says_what_it_cannot_read) {
  CHECK_THROWS(std::runtime_error, open_file("none"),
               "cannot read none: No such file or directory");
  CHECK_THROWS(std::runtime_error, open_file("."), "cannot read .: Is a directory");
  CHECK_THROWS(std::runtime_error, open_file("\x1b"),
               "cannot read \\x1b: No such file or directory");
  CHECK_THROWS(std::runtime_error, refuse_file("m\n", "x"), "m\\n: x");
  CHECK_THROWS(std::runtime_error, refuse_file("m", "expected x, found y"),
               "m: expected x, found y");
}

TEST(file, says_which_byte_order_mark_it_found) {
  refuse_byte_order_mark("1 2 \xef\xbb\xbf", "m");
  refuse_byte_order_mark("", "m");
  for (const auto& [mark, encoding] :
       {std::pair("\xef\xbb\xbf", "UTF-8"), std::pair("\xff\xfe", "UTF-16"),
        std::pair("\xfe\xff", "UTF-16")}) {
    for (const char* text : {"", "1"}) {
      CHECK_THROWS(std::runtime_error, refuse_byte_order_mark(std::string(mark) + text, "m"),
                   std::string("m: expected plain text, found the byte order mark of ") + encoding);
    }
  }
}
