#include "files/place.h"

#include "core/foreign_text.h"
#include "files/output_file.h"

#include "folder.h"
#include "nobody.h"
#include "test.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace fs = std::filesystem;

namespace {

bool are_one_file(const std::string& a, const std::string& b) {
  return are_one(place_of(a), place_of(b));
}

// The reason comes after the path.
void refuses(const std::string& path, const std::string& reason) {
  CHECK_THROWS(std::runtime_error, OutputFile{path},
               "cannot write " + printable(path) + ": " + reason);
}

}  // namespace

TEST(place, is_the_file_behind_all_links) {
  const Folder folder;
  fs::create_directory(folder / "far");
  fs::create_symlink("far", folder / "near");
  fs::create_symlink("near/../near/file", folder / "one");
  fs::create_symlink(folder / "one", folder / "two");
  CHECK_EQ(place_of(folder / "two").target.string(), folder / "far/file");
  std::ofstream(folder / "far/file") << "text";
  CHECK_EQ(place_of(folder / "two").target.string(), folder / "far/file");
  CHECK(!place_of(folder / "two").in_place);
  fs::create_symlink("self", folder / "self");
  CHECK_THROWS(std::runtime_error, require_writable(place_of(folder / "self"), "f"),
               std::string("cannot write f: ") + std::strerror(ELOOP));
}

TEST(place, compares_files_not_names) {
  const Folder folder;
  fs::create_directory(folder / "far");
  fs::create_symlink("far", folder / "near");
  fs::create_symlink("file", folder / "link");
  for (const bool there : {false, true}) {
    if (there) std::ofstream(folder / "file") << "text";
    CHECK(are_one_file(folder / "file", folder / "./far/..//file"));
    CHECK(are_one_file(folder / "file", folder / "link"));
    CHECK(are_one_file(folder / "file", fs::relative(folder / "file").string()));
    CHECK(are_one_file(folder / "far/new", folder / "near/new"));
    CHECK(!are_one_file(folder / "file", folder / "far/file"));
    CHECK(!are_one_file(folder / "file", folder / "other"));
  }
  fs::create_hard_link(folder / "file", folder / "hard");
  CHECK(are_one_file(folder / "file", folder / "hard"));
}

TEST(place, knows_what_can_only_be_written_in_place) {
  if (!fs::exists("/proc/self/fd")) SKIP("no /proc/self/fd");
  CHECK(place_of("/dev/null").in_place);
  CHECK(!place_of("/dev").in_place);
  CHECK(!place_of("/proc/self/mem").in_place);
  CHECK_EQ(place_of("/dev/null").descriptor, -1);
  for (const char* path : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
    CONTEXT("path " << path);
    CHECK(place_of(path).in_place);
    CHECK_EQ(place_of(path).descriptor, 1);
    CHECK(are_one_file(path, "/dev/stdout"));
    CHECK(!are_one_file(path, "/dev/stdin"));
  }
  CHECK(are_one_file("/dev/null", "/dev/../dev/null"));
  CHECK(!are_one_file("/dev/null", "/dev/zero"));
  CHECK_THROWS(std::runtime_error, require_writable(place_of("/dev/fd/1000000"), "f"),
               "cannot write f: Bad file descriptor");
}

TEST(place, says_why_it_cannot_be_written) {
  const Folder folder;
  std::ofstream(folder / "file") << "text";
  fs::create_symlink("none/file", folder / "link");
  refuses(folder / "file/below", "Not a directory");
  refuses(folder / "link", "No such file or directory");
  refuses(folder / std::string(300, 'x'), "File name too long");
  require_writable(place_of(folder / "file"), "f");
  require_writable(place_of(folder / "new"), "f");
  CHECK_EQ(folder.names(), "file link");
}

#if defined(__unix__)

// Root may do everything.
TEST(place, of_others_is_refused) {
  if (geteuid() != 0) SKIP("only root can be somebody else");
  const Folder folder;
  std::ofstream(folder / "theirs") << "text";
  std::ofstream(folder / "all") << "text";
  fs::permissions(folder.path, fs::perms::all);
  fs::permissions(folder / "all", fs::perms(0666));
  for (const std::string why :
       {"theirs: Permission denied",
        "all: it belongs to others, and a file that replaces it would not"}) {
    CONTEXT(why);
    const auto open = [&] { OutputFile(why.substr(0, why.find(':'))); };
    const auto is_refused = [&] { return thrown_by(open) == "cannot write " + why; };
    CHECK_EQ(as_nobody(folder, [&] { return is_refused() ? 0 : 1; }), 0);
  }
}

#endif
