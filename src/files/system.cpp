#include "core/strict_float.h"

#include "files/system.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(_WIN32)
#include <io.h>
#else
#include <poll.h>
#endif

namespace fs = std::filesystem;

namespace {

// A line is `4:cpu,memory:/a/b`, or `0::/a/b` of version 2. Each group on the way up may set a
// limit; a container sees its own group as the root. The least of what `limit_in` finds in their
// folders, of one version or the other.
double least_limit(const fs::path& root, const std::string& controller,
                   double (*limit_in)(const fs::path& group, bool is_second_version)) {
  double least = std::numeric_limits<double>::infinity();
  std::ifstream groups(root / "proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = std::min(line.find(':', first + 1), line.size());
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool is_second_version = controllers == ",,";
    if (!is_second_version && controllers.find("," + controller + ",") == std::string::npos)
      continue;
    const fs::path groups_folder = root / "sys/fs/cgroup" / (is_second_version ? "" : controller);
    for (fs::path group = line.substr(std::min(second + 1, line.size()));;
         group = group.parent_path()) {
      least = std::min(least, limit_in(groups_folder / group.relative_path(), is_second_version));
      if (!group.has_relative_path()) break;
    }
  }
  return least;
}

// The file's numbers: of the first, over the second where there is one; infinity without them, as
// where it says `max`, or -1.
double number_in(const fs::path& file) {
  std::ifstream in(file);
  double number = 0;
  double over = 1;
  if (!(in >> number) || number < 0) return std::numeric_limits<double>::infinity();
  return in >> over ? number / over : number;
}

}  // namespace

double os::memory_limit(const fs::path& root) {
  return least_limit(root, "memory", [](const fs::path& group, bool is_second_version) {
    return number_in(group / (is_second_version ? "memory.max" : "memory.limit_in_bytes"));
  });
}

std::size_t os::processors(const fs::path& root) {
  const double most = std::max(1U, std::thread::hardware_concurrency());
  const double share = least_limit(root, "cpu", [](const fs::path& group, bool is_second_version) {
    if (is_second_version) return number_in(group / "cpu.max");
    return number_in(group / "cpu.cfs_quota_us") / number_in(group / "cpu.cfs_period_us");
  });
  return static_cast<std::size_t>(std::max(1.0, std::min(most, std::ceil(share))));
}

int os::process_id() { return getpid(); }

bool os::close(int descriptor) { return ::close(descriptor) == 0; }

#if defined(_WIN32)

// There are no owners, and no descriptors that have a name.

bool os::may_write(const fs::path& file) { return _waccess(file.c_str(), 2) == 0; }

bool os::are_one_file(const fs::path& a, const fs::path& b) {
  std::error_code error;  // where one is missing
  return fs::equivalent(a, b, error);
}

bool os::reach_disk(int descriptor) { return _commit(descriptor) == 0; }

bool os::names_reach_disk(const fs::path&) { return true; }

bool os::is_writable(int) { return true; }

int os::create(const fs::path& file, const fs::path&) {
  return _wopen(file.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY, _S_IREAD | _S_IWRITE);
}

int os::open_in_place(const fs::path& file) { return _wopen(file.c_str(), _O_WRONLY | _O_BINARY); }

int os::duplicate(int descriptor) { return _dup(descriptor); }

int os::rename_open(int descriptor, const fs::path& from, const fs::path& to) {
  if (!close(descriptor)) return -1;
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return _wopen(to.c_str(), _O_WRONLY | _O_APPEND | _O_BINARY);
  errno = error.default_error_condition().value();
  return -1;
}

#else

namespace {

// Only what differs: not every file system knows owners and modes.
bool give_owner_and_mode(int descriptor, const struct stat& from) {
  struct stat own = {};
  if (fstat(descriptor, &own) != 0) return false;
  const bool owned = own.st_uid == from.st_uid && own.st_gid == from.st_gid;
  if (!owned && fchown(descriptor, from.st_uid, from.st_gid) != 0) return false;
  return own.st_mode == from.st_mode || fchmod(descriptor, from.st_mode & 07777U) == 0;
}

}  // namespace

bool os::may_write(const fs::path& file) { return access(file.c_str(), W_OK) == 0; }

// The number of a file that is held open is given to no other, as it may be when a rival replaces
// the first between two looks.
bool os::are_one_file(const fs::path& a, const fs::path& b) {
#if defined(O_PATH)
  const int held = open(a.c_str(), O_PATH | O_CLOEXEC);
#else
  const int held = open(a.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
#endif
  if (held == -1) return false;
  struct stat one = {};
  struct stat other = {};
  const bool are_there = fstat(held, &one) == 0 && stat(b.c_str(), &other) == 0;
  ::close(held);
  return are_there && S_ISREG(one.st_mode) && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

// Not every file system can, nor has to.
bool os::reach_disk(int descriptor) {
  return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
}

bool os::names_reach_disk(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor == -1) return true;  // a folder that may be written to, not read
  const bool done = reach_disk(descriptor);
  ::close(descriptor);
  return done;
}

bool os::is_writable(int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags != -1 && (flags & O_ACCMODE) == O_RDONLY) errno = EBADF;
  return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}

int os::create(const fs::path& file, const fs::path& like) {
  struct stat before = {};
  const bool replaces = stat(like.c_str(), &before) == 0;
  const int descriptor =
      open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, replaces ? 0600 : 0666);
  if (descriptor == -1 || !replaces || give_owner_and_mode(descriptor, before)) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  unlink(file.c_str());
  errno = reason;
  return -1;
}

int os::open_in_place(const fs::path& file) {
  return open(file.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
}

int os::duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }

int os::rename_open(int descriptor, const fs::path& from, const fs::path& to) {
  return rename(from.c_str(), to.c_str()) == 0 ? descriptor : -1;
}

#endif

bool os::write(int descriptor, const char* bytes, std::size_t count) {
  while (count > 0) {
#if defined(_WIN32)
    const int written = _write(descriptor, bytes, static_cast<unsigned>(count));
#else
    const ssize_t written = ::write(descriptor, bytes, count);
#endif
    if (written < 0 && errno == EINTR) continue;
#if !defined(_WIN32)
    if (written < 0 && errno == EAGAIN) {  // another program made it so: wait as if it had not
      pollfd stream = {descriptor, POLLOUT, 0};
      poll(&stream, 1, -1);
      continue;
    }
#endif
    if (written < 0) return false;
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
  return true;
}
