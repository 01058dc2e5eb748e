#include "files/system.h"

#include "folder.h"
#include "golden.h"
#include "nobody.h"
#include "test.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <limits>
#include <thread>
#include <vector>

#if defined(__unix__)
#include <fcntl.h>
#include <csignal>
#endif

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

namespace {

struct Row {
  std::string file;
  const char* text;
  double expected;
};

// Writes the files of a system one after the other: what is found there after each.
template <class Found>
void check_after_each(const Found& found, const std::vector<Row>& rows) {
  const Folder folder;
  for (const Row& row : rows) {
    CONTEXT(row.file << " of " << row.text);
    fs::create_directories(fs::path(folder / row.file).parent_path());
    std::ofstream(folder / row.file) << row.text;
    CHECK_EQ(static_cast<double>(found(folder.path)), row.expected);
  }
}

}  // namespace

TEST(system, knows_the_least_limit_of_its_control_groups) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::string groups = "sys/fs/cgroup/";
  check_after_each(
      os::memory_limit,
      {{"none", "", infinity},
       {"proc/self/cgroup", "5:devices:/a\n4:cpu,memory:/a/b\n0::/c\n", infinity},
       {groups + "memory/memory.limit_in_bytes", "9223372036854771712\n", 9223372036854771712.0},
       {groups + "c/memory.max", "max\n", 9223372036854771712.0},
       {groups + "memory/a/memory.limit_in_bytes", "300000000\n", 3e8},
       {groups + "memory/a/b/memory.limit_in_bytes", "200000000\n", 2e8},
       {groups + "memory.max", "100000000\n", 1e8},
       {groups + "devices/a/memory.limit_in_bytes", "1\n", 1e8}});
}

TEST(system, knows_the_least_share_of_the_processors_of_its_control_groups) {
  const double all = std::max(1U, std::thread::hardware_concurrency());
  const std::string groups = "sys/fs/cgroup/";
  check_after_each(os::processors,
                   {{"none", "", all},
                    {"proc/self/cgroup", "6:cpuset:/a\n4:cpu,cpuacct:/a/b\n0::/c\n", all},
                    {groups + "cpu/cpu.cfs_period_us", "100000\n", all},
                    {groups + "cpu/cpu.cfs_quota_us", "-1\n", all},
                    {groups + "c/cpu.max", "max 100000\n", all},
                    {groups + "cpuset/a/cpu.max", "1000 100000\n", all},
                    {groups + "c/cpu.max", "110000 100000\n", std::min(all, 2.0)},
                    {groups + "cpu/a/cpu.cfs_period_us", "100000\n", std::min(all, 2.0)},
                    {groups + "cpu/a/cpu.cfs_quota_us", "50000\n", 1}});
}

TEST(system, says_why_it_fails) {
  const Folder folder;
  CHECK(!os::may_write(folder / "none"));
  CHECK_EQ(os::open_in_place(folder / "none"), -1);
  CHECK(!os::write(-1, "a", 1));
  CHECK_EQ(errno, EBADF);
}

#if defined(__unix__)

TEST(system, makes_no_file_in_the_place_of_one_whose_owner_it_cannot_give) {
  if (geteuid() != 0) SKIP("only root can be somebody else");
  const Folder folder;
  std::ofstream(folder / "theirs") << "text";
  fs::permissions(folder.path, fs::perms::all);
  const auto is_refused = [] { return os::create("new", "theirs") == -1 && errno == EPERM; };
  CHECK_EQ(as_nobody(folder, [&] { return is_refused() ? 0 : 1; }), 0);
  CHECK_EQ(folder.names(), "theirs");
}

TEST(system, knows_a_descriptor_that_is_only_read) {
  const int descriptor = open("/dev/null", O_RDONLY);
  CHECK(!os::is_writable(descriptor));
  CHECK_EQ(errno, EBADF);
  CHECK(os::close(descriptor));
}

// A pipe is full after a part; its writer waits, or is told to try again, and a signal comes
// meanwhile.
TEST(system, goes_on_writing_where_a_pipe_is_full_and_after_a_signal) {
  struct sigaction action = {};
  action.sa_handler = [](int) {};
  CHECK_EQ(sigaction(SIGUSR1, &action, nullptr), 0);
  for (const int flags : {0, O_NONBLOCK}) {
    CONTEXT("flags " << flags);
    int ends[2] = {-1, -1};
    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(fcntl(ends[1], F_SETFL, flags), 0);
    const pid_t reader = fork();
    if (reader == 0) {
      ::close(ends[1]);
      usleep(50000);  // its writer waits
      kill(getppid(), SIGUSR1);
      usleep(50000);
      std::vector<char> bytes(65536);
      std::size_t count = 0;
      for (ssize_t n = 1; n > 0; count += static_cast<std::size_t>(n)) {
        n = read(ends[0], bytes.data(), bytes.size());
      }
      _exit(count == 1000000 ? 0 : 1);
    }
    CHECK(os::write(ends[1], std::string(1000000, 'x').data(), 1000000));
    CHECK(os::close(ends[0]) && os::close(ends[1]));
    int status = -1;
    CHECK_EQ(waitpid(reader, &status, 0), reader);
    CHECK_EQ(status, 0);
  }
}

#endif
