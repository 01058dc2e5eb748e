#include "files/file_buffer.h"

#include "files/system.h"

#include "folder.h"
#include "golden.h"
#include "test.h"

#include <cerrno>
#include <ostream>

TEST(file_buffer, hands_on_all_bytes_in_their_order) {
  const Folder folder;
  FileBuffer buffer;
  buffer.open(os::create(folder / "file", ""));
  std::ostream out(&buffer);
  std::string expected;
  for (int i = 0; i < 50000; ++i) {
    const std::string line = std::to_string(i) + std::string(1, '\0') + "\xff\n";
    out << line;
    expected += line;
  }
  out << std::string(200000, 'x') << 'y';
  expected += std::string(200000, 'x') + 'y';
  CHECK(buffer.close());
  CHECK(!buffer.is_open());
  CHECK(read_file(folder / "file") == expected);
}

TEST(file_buffer, flushes_when_asked) {
  const Folder folder;
  FileBuffer buffer;
  buffer.open(os::create(folder / "file", ""));
  std::ostream out(&buffer);
  out << "text";
  CHECK_EQ(read_file(folder / "file"), "");
  out << std::flush;
  CHECK_EQ(read_file(folder / "file"), "text");
  CHECK(out.good());
}

TEST(file_buffer, remembers_the_first_error_until_it_is_opened_again) {
  const Folder folder;
  const int descriptor = os::create(folder / "file", "");
  CHECK(os::close(descriptor));
  FileBuffer buffer;
  buffer.open(descriptor);
  std::ostream out(&buffer);
  out << "text" << std::flush;
  CHECK(!out.good());
  CHECK_EQ(buffer.error(), EBADF);
  CHECK(!buffer.close());
  buffer.open(descriptor);
  out.clear();
  out << std::string(200000, 'x');  // more than waits
  CHECK(!out.good());
  buffer.close();
  buffer.open(descriptor);
  CHECK(!buffer.close());  // without anything to write
  CHECK_EQ(buffer.error(), EBADF);
  buffer.open(os::create(folder / "other", ""));
  CHECK_EQ(buffer.error(), 0);
  CHECK(buffer.close());
}
