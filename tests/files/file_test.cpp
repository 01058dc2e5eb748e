#include "files/file.h"

#include "golden.h"
#include "test.h"

#include <filesystem>
#include <stdexcept>

namespace fs = std::filesystem;

namespace {

// An empty folder that goes with the test.
struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(path)) count += entry.exists() ? 1 : 0;
    return count;
  }

  std::string path = test::temporary("test_file");
  std::string file = path + "/file.txt";
};

void write(const std::string& path, const std::string& text) {
  OutputFile file(path);
  file.stream() << text;
  file.finish();
}

}  // namespace

TEST(file, is_there_only_once_it_is_whole) {
  const Folder folder;
  OutputFile file(folder.file);
  file.stream() << "text " << 1234.5;
  CHECK(!fs::exists(folder.file));
  file.finish();
  CHECK_EQ(read_file(folder.file), "text 1234.5");
  CHECK_EQ(folder.files(), 1U);
}

TEST(file, replaces_the_file_before) {
  const Folder folder;
  write(folder.file, "a longer text");
  write(folder.file, "new");
  CHECK_EQ(read_file(folder.file), "new");
}

TEST(file, leaves_the_file_before_when_it_is_given_up) {
  const Folder folder;
  write(folder.file, "old");
  {
    OutputFile file(folder.file);
    file.stream() << "new";
  }
  CHECK_EQ(read_file(folder.file), "old");
  CHECK_EQ(folder.files(), 1U);
}

TEST(file, grows_in_place_when_it_is_live) {
  const Folder folder;
  OutputFile file(folder.file, Writing::kLive);
  file.stream() << "first";
  file.flush();
  CHECK_EQ(read_file(folder.file), "first");
  file.stream() << " second";
  file.finish();
  CHECK_EQ(read_file(folder.file), "first second");
  CHECK_EQ(folder.files(), 1U);
}

TEST(file, writes_through_a_symbolic_link) {
  const Folder folder;
  write(folder.path + "/real.txt", "old");
  fs::create_symlink("real.txt", folder.file);
  write(folder.file, "new");
  CHECK(fs::is_symlink(folder.file));
  CHECK_EQ(read_file(folder.path + "/real.txt"), "new");
}

TEST(file, says_what_it_cannot_write) {
  const Folder folder;
  CHECK_THROWS(std::runtime_error, OutputFile(folder.path + "/none/file.txt"),
               "cannot write " + folder.path + "/none/file.txt: No such file or directory");
  CHECK_THROWS(std::runtime_error, OutputFile(folder.path),
               "cannot write " + folder.path + ": Is a directory");
}

TEST(file, says_that_the_disk_is_full) {
  if (!fs::exists("/dev/full")) return;
  OutputFile file("/dev/full");
  file.stream() << "text";
  CHECK_THROWS(std::runtime_error, file.finish(),
               "cannot write /dev/full: No space left on device");
  CHECK(fs::exists("/dev/full"));
}
