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

// A folder with a file of an old text.
struct Old : Folder {
  Old() { write(path_of_file, "old"); }
  std::string text() const { return read_file(path_of_file); }

  std::string path_of_file = *this / "file";
};

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
  write(folder / "file", "new");  // shorter
  CHECK_EQ(read_file(folder / "file"), "new");
}

TEST(output_file, leaves_the_file_before_when_it_is_given_up) {
  const Old folder;
  {
    OutputFile file(folder / "file");
    file.begin();
    file.stream() << "new";
    file.begin();  // anew
    file.stream() << "newer";
  }
  CHECK_EQ(folder.text(), "old");
  CHECK_EQ(folder.names(), "file");
}

TEST(output_file, has_a_temporary_file_whose_name_says_whose_it_is) {
  const Folder folder;
  const std::string start = folder / (".file.posembed-" + std::to_string(os::process_id()) + "-");
  write(start + "1", "what another of that number left");
  write(folder / "file.partial", "a user's own");
  fs::create_symlink("file.partial", start + "2");
  OutputFile file(folder / "file");
  file.begin();
  CHECK(fs::exists(start + "3"));
  file.stream() << "new";
  file.finish();
  CHECK_EQ(read_file(folder / "file.partial"), "a user's own");
  CHECK_EQ(read_file(start + "1"), "what another of that number left");
  CHECK(!fs::exists(start + "3"));
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
  const Old folder;
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

TEST(output_file, is_seen_growing_from_its_first_flush_on) {
  const Old folder;
  OutputFile file(folder / "file");
  file.begin();
  file.stream() << "first";
  CHECK_EQ(folder.text(), "old");
  file.flush();
  CHECK_EQ(folder.text(), "first");
  CHECK_EQ(folder.names(), "file");
  file.stream() << " second";
  file.flush();
  CHECK_EQ(folder.text(), "first second");
  file.stream() << " third";
  file.finish();
  CHECK_EQ(folder.text(), "first second third");
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
  const Old folder;
  const auto refusal = [&](const std::string& name, const std::string& why) {
    return "cannot write " + folder.path + name + ": " + why;
  };
  CHECK_EQ(thrown_by([&] { OutputFile(folder / "none/file"); }),
           refusal("/none/file", "No such file or directory"));
  CHECK_EQ(thrown_by([&] { OutputFile{folder.path}; }), refusal("", "Is a directory"));
  OutputFile file(folder / "file");
  fs::remove(folder / "file");
  fs::create_directory(folder / "file");
  CHECK_EQ(thrown_by([&] { write_file(file, [](std::ostream& out) { out << "text"; }); }),
           refusal("/file", "Is a directory"));
  CHECK_EQ(folder.names(), "file");
  const int next = os::create(folder / "next", "");  // the lowest that is free
  CHECK(os::close(next));
  OutputFile other(folder / "other");
  other.begin();
  CHECK(os::close(next));
  CHECK_EQ(thrown_by([&] { other.finish(); }), refusal("/other", "Bad file descriptor"));
  CHECK_EQ(folder.names(), "file next");
}

TEST(output_file, refuses_a_file_that_nobody_may_write_root_included) {
  const Old folder;
  fs::permissions(folder / "file", static_cast<fs::perms>(0444));
  CHECK_THROWS(std::runtime_error, OutputFile(folder / "file"),
               "cannot write " + folder.path + "/file: Permission denied");
  CHECK_EQ(folder.text(), "old");
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
