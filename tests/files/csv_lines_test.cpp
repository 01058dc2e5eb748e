#include "files/csv_lines.h"

#include "test.h"

#include <sstream>
#include <stdexcept>

TEST(csv_lines, reads_whole_lines_and_says_where_something_is_wrong) {
  std::istringstream in("a,b\r\n\nlast");
  const std::string name = "file";
  CsvLines lines(in, name);
  std::string line;
  CHECK(lines.next(line));
  CHECK_EQ(line, "a,b");
  CHECK_THROWS(std::runtime_error, lines.refuse("c", line),
               "file, line 1: expected c, found \"a,b\"");
  CHECK(lines.next(line) && line.empty());
  CHECK_THROWS(std::runtime_error, lines.next(line),
               "file, line 3: expected a new line at the end, found none: the file was cut");
  CHECK(!lines.next(line));
  std::istringstream marked("\xef\xbb\xbf,b\n");
  CHECK_THROWS(std::runtime_error, CsvLines(marked, name).next(line),
               "file: expected plain text, found the byte order mark of UTF-8");
}

TEST(csv_lines, fields_stand_between_commas) {
  CHECK(csv_fields("a,,b c,") == (std::vector<std::string>{"a", "", "b c", ""}));
  CHECK(csv_fields("\"a,b\",\"c \"\"d\"\"\",e") ==
        (std::vector<std::string>{"a,b", "c \"d\"", "e"}));
  CHECK_EQ(csv_field("a,b"), "\"a,b\"");
  CHECK_EQ(csv_field("\"c\" d"), "\"\"\"c\"\" d\"");
  CHECK(csv_fields("") == (std::vector<std::string>{""}));
}
