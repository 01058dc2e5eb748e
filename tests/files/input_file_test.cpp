#include "files/input_file.h"

#include "test.h"

#include <stdexcept>

TEST(input_file, opens_or_says_why_not) {
  std::string first;
  std::getline(open_file("tests/test.h"), first);
  CHECK_EQ(first, "// The test runner. A test file registers its cases:");
  CHECK_THROWS(std::runtime_error, open_file("build/none.txt"),
               "cannot read build/none.txt: No such file or directory");
}

TEST(input_file, refuses_by_the_name_of_the_file) {
  CHECK_THROWS(std::runtime_error, refuse_file("a.txt, line 2", "expected b"),
               "a.txt, line 2: expected b");
}
