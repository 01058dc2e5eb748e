#include "files/file.h"

#include "test.h"

#include <cstdio>
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

TEST(file, says_what_it_cannot_read) {
  CHECK_THROWS(std::runtime_error, open_file("none"),
               "cannot read none: No such file or directory");
  CHECK_THROWS(std::runtime_error, refuse_file("m", "expected x, found y"),
               "m: expected x, found y");
}
