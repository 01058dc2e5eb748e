#include "files/system.h"

#include "folder.h"
#include "golden.h"
#include "test.h"

#include <cerrno>
#include <fstream>

namespace fs = std::filesystem;

TEST(system, makes_only_files_that_were_not_there) {
  const Folder folder;
  std::ofstream(folder / "file") << "old";
  fs::create_symlink("new", folder / "link");
  for (const char* name : {"file", "link"}) {
    CONTEXT("name " << name);
    CHECK_EQ(os::create(folder / name, folder / "none"), -1);
    CHECK_EQ(errno, EEXIST);
  }
  CHECK_EQ(read_file(folder / "file"), "old");
  CHECK_EQ(folder.names(), "file link");
  const int descriptor = os::create(folder / "new", folder / "none");
  CHECK(os::is_writable(descriptor));
  CHECK(os::write(descriptor, "text", 4));
  CHECK(os::close(descriptor));
  CHECK(!os::is_writable(descriptor));
  CHECK_EQ(read_file(folder / "link"), "text");
}

TEST(system, duplicate_goes_on_where_the_first_is) {
  const Folder folder;
  const int one = os::create(folder / "file", "");
  CHECK(os::write(one, "a", 1));
  const int other = os::duplicate(one);
  CHECK(os::write(other, "b", 1));
  CHECK(os::write(one, "c", 1));
  CHECK(os::close(one) && os::close(other));
  CHECK_EQ(read_file(folder / "file"), "abc");
}

TEST(system, renamed_file_is_written_on) {
  const Folder folder;
  int descriptor = os::create(folder / "one", "");
  CHECK(os::write(descriptor, "a", 1));
  descriptor = os::rename_open(descriptor, folder / "one", folder / "other");
  CHECK(os::write(descriptor, "b", 1));
  CHECK(os::close(descriptor));
  CHECK_EQ(read_file(folder / "other"), "ab");
  CHECK_EQ(folder.names(), "other");
}

TEST(system, says_why_it_fails) {
  const Folder folder;
  CHECK(!os::may_make_files_in(folder / "none"));
  CHECK_EQ(errno, ENOENT);
  CHECK(!os::may_write(folder / "none"));
  CHECK_EQ(os::open_in_place(folder / "none"), -1);
  CHECK(!os::write(-1, "a", 1));
  CHECK_EQ(errno, EBADF);
}
