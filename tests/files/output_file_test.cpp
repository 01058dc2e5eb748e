#include "files/output_file.h"

#include "files/system.h"

#include "folder.h"
#include "golden.h"
#include "test.h"

#include <stdexcept>

namespace fs = std::filesystem;

namespace {

void write(const std::string& path, const std::string& text) {
  OutputFile file(path);
  write_file(file, [&](std::ostream& out) { out << text; });
}

}  // namespace

TEST(output_file, is_there_only_once_it_is_whole) {
  const Folder folder;
  OutputFile file(folder / "file");
  CHECK_EQ(folder.names(), "");
  file.begin();
  file.stream() << "text " << 1234.5;
  CHECK(!fs::exists(folder / "file"));
  file.finish();
  CHECK_EQ(read_file(folder / "file"), "text 1234.5");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, replaces_the_file_before) {
  const Folder folder;
  write(folder / "file", "a longer text");
  write(folder / "file", "new");
  CHECK_EQ(read_file(folder / "file"), "new");
}

TEST(output_file, leaves_the_file_before_when_it_is_given_up) {
  const Folder folder;
  write(folder / "file", "old");
  {
    OutputFile file(folder / "file");
    file.begin();
    file.stream() << "new";
    file.begin();  // anew
    file.stream() << "newer";
  }
  CHECK_EQ(read_file(folder / "file"), "old");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, has_a_temporary_file_whose_name_says_whose_it_is) {
  const Folder folder;
  const std::string start = ".posembed-" + std::to_string(os::process_id()) + "-";
  write(folder / (".file" + start + "1"), "what another of that number left");
  write(folder / "file.partial", "a user's own");
  fs::create_symlink("file.partial", folder / (".file" + start + "2"));
  OutputFile file(folder / "file");
  file.begin();
  CHECK(fs::exists(folder / (".file" + start + "3")));
  file.stream() << "new";
  file.finish();
  CHECK_EQ(read_file(folder / "file.partial"), "a user's own");
  CHECK_EQ(read_file(folder / (".file" + start + "1")), "what another of that number left");
  CHECK(!fs::exists(folder / (".file" + start + "3")));
  const std::string longest(255, 'x');
  write(folder / longest, "text");
  CHECK_EQ(read_file(folder / longest), "text");
}

TEST(output_file, of_two_at_once_the_last_is_there_whole) {
  const Folder folder;
  OutputFile one(folder / "file");
  OutputFile other(folder / "file");
  one.begin();
  other.begin();
  one.stream() << "one is long";
  other.stream() << "other";
  other.finish();
  CHECK_EQ(read_file(folder / "file"), "other");
  one.finish();
  CHECK_EQ(read_file(folder / "file"), "one is long");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, keeps_the_mode) {
  const Folder folder;
  write(folder / "file", "old");
  for (const unsigned mode : {0600U, 0664U, 0751U}) {
    CONTEXT("mode " << mode);
    fs::permissions(folder / "file", static_cast<fs::perms>(mode));
    OutputFile file(folder / "file");
    write_file(file, [&](std::ostream& out) {
      for (const auto& entry :
           fs::directory_iterator(folder.path)) {  // nor is the new one more open
        CHECK_EQ(static_cast<unsigned>(entry.status().permissions()) & ~mode, 0U);
      }
      out << "new";
    });
    CHECK_EQ(static_cast<unsigned>(fs::status(folder / "file").permissions()), mode);
  }
}

TEST(output_file, refuses_a_file_that_nobody_may_write_root_included) {
  const Folder folder;
  write(folder / "file", "old");
  fs::permissions(folder / "file", static_cast<fs::perms>(0444));
  CHECK_THROWS(std::runtime_error, OutputFile(folder / "file"),
               "cannot write " + folder.path + "/file: Permission denied");
  CHECK_EQ(read_file(folder / "file"), "old");
}

TEST(output_file, is_seen_growing_from_its_first_flush_on) {
  const Folder folder;
  write(folder / "file", "old");
  OutputFile file(folder / "file");
  file.begin();
  file.stream() << "first";
  CHECK_EQ(read_file(folder / "file"), "old");
  file.flush();
  CHECK_EQ(read_file(folder / "file"), "first");
  CHECK_EQ(folder.names(), "file");
  file.stream() << " second";
  file.flush();
  CHECK_EQ(read_file(folder / "file"), "first second");
  file.stream() << " third";
  file.finish();
  CHECK_EQ(read_file(folder / "file"), "first second third");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, writes_through_symbolic_links) {
  const Folder folder;
  fs::create_directory(folder / "far");
  fs::create_symlink("far/real", folder / "link");
  fs::create_symlink("link", folder / "file");
  for (const char* text : {"made", "replaced"}) {
    CONTEXT("text " << text);
    write(folder / "file", text);
    CHECK(fs::is_symlink(folder / "file") && fs::is_symlink(folder / "link"));
    CHECK_EQ(read_file(folder / "far/real"), text);
  }
}

TEST(output_file, that_is_not_asked_for_is_not_written) {
  OutputFile file("");
  CHECK(!file.is_wanted());
  write_file(file, [](std::ostream&) { test::fail(__FILE__, __LINE__, "written"); });
}

TEST(output_file, says_what_it_cannot_write_and_leaves_nothing) {
  const Folder folder;
  CHECK_THROWS(std::runtime_error, OutputFile(folder / "none/file"),
               "cannot write " + folder.path + "/none/file: No such file or directory");
  CHECK_THROWS(std::runtime_error, OutputFile(folder.path),
               "cannot write " + folder.path + ": Is a directory");
  OutputFile file(folder / "file");
  fs::create_directory(folder / "file");
  CHECK_THROWS(std::runtime_error, write_file(file, [](std::ostream& out) { out << "text"; }),
               "cannot write " + folder.path + "/file: Is a directory");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, says_that_it_cannot_be_closed) {
  const Folder folder;
  const int next = os::create(folder / "next", "");  // the lowest that is free
  CHECK(os::close(next));
  OutputFile file(folder / "file");
  file.begin();
  CHECK(os::close(next));
  CHECK_THROWS(std::runtime_error, file.finish(),
               "cannot write " + folder.path + "/file: Bad file descriptor");
  CHECK(!fs::exists(folder / "file"));
}

TEST(output_file, goes_on_where_an_open_descriptor_stands) {
  if (!fs::exists("/dev/fd")) SKIP("no /dev/fd");
  const Folder folder;
  const int descriptor = os::create(folder / "file", "");
  CHECK(os::write(descriptor, "head ", 5));
  write("/dev/fd/" + std::to_string(descriptor), "tail");
  CHECK(os::close(descriptor));
  CHECK_EQ(read_file(folder / "file"), "head tail");
}

// Both what fits the buffer, and fails at the end, and what does not, and fails on the way.
TEST(output_file, says_that_the_disk_is_full) {
  if (!fs::exists("/dev/full")) SKIP("no /dev/full");
  for (const std::size_t size : {1U, 1000000U}) {
    CONTEXT("size " << size);
    OutputFile file("/dev/full");
    CHECK(file.is_in_place());
    CHECK_THROWS(std::runtime_error,
                 write_file(file, [&](std::ostream& out) { out << std::string(size, ' ') << 1; }),
                 "cannot write /dev/full: No space left on device");
  }
  CHECK(fs::exists("/dev/full"));
}
