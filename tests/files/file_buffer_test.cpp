#include "files/file_buffer.h"

#include "files/system.h"

#include "folder.h"
#include "golden.h"
#include "test.h"

#include <cerrno>
#include <ostream>

namespace {

struct Opened {
  Opened() { buffer.open(os::create(path, "")); }

  Folder folder;
  std::string path = folder / "file";
  FileBuffer buffer;
  std::ostream out{&buffer};
};

}  // namespace

TEST(file_buffer, hands_on_all_bytes_in_their_order) {
  Opened file;
  std::string expected;
  for (int i = 0; i < 50000; ++i) {
    const std::string line = std::to_string(i) + std::string(1, '\0') + "\xff\n";
    file.out << line;
    expected += line;
  }
  file.out << std::string(200000, 'x') << 'y';
  expected += std::string(200000, 'x') + 'y';
  CHECK(file.buffer.close());
  CHECK(!file.buffer.is_open());
  CHECK(read_file(file.path) == expected);
}

TEST(file_buffer, flushes_when_asked) {
  Opened file;
  file.out << "text";
  CHECK_EQ(read_file(file.path), "");
  file.out << std::flush;
  CHECK_EQ(read_file(file.path), "text");
  CHECK(file.out.good());
}

TEST(file_buffer, remembers_the_first_error_until_it_is_opened_again) {
  Opened file;
  FileBuffer& buffer = file.buffer;
  const int descriptor = buffer.descriptor();
  CHECK(os::close(descriptor));
  file.out << "text" << std::flush;
  CHECK(!file.out.good());
  CHECK_EQ(buffer.error(), EBADF);
  CHECK(!buffer.close());
  buffer.open(descriptor);
  file.out.clear();
  file.out << std::string(200000, 'x');  // more than waits
  CHECK(!file.out.good());
  buffer.close();
  buffer.open(descriptor);
  CHECK(!buffer.close());  // without anything to write
  CHECK_EQ(buffer.error(), EBADF);
  buffer.open(os::create(file.folder / "other", ""));
  CHECK_EQ(buffer.error(), 0);
  CHECK(buffer.close());
}
