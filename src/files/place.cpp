#include "core/strict_float.h"

#include "files/place.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "files/system.h"

#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace fs = std::filesystem;

namespace {

constexpr int kMostLinks = 40;  // as the kernel follows

fs::path canonical_folder(const fs::path& file) {
  const fs::path folder = file.parent_path();
  std::error_code error;
  fs::path canonical = fs::canonical(folder.empty() ? "." : folder, error);
  return error ? folder : canonical;  // and whoever writes there learns why
}

// The links of such folders are files that a process has open, with or without a name.
bool has_open_files(const fs::path& folder) {
  return folder == "/dev/fd" ||
         (folder.string().rfind("/proc/", 0) == 0 && folder.filename() == "fd");
}

int own_descriptor(const fs::path& folder, const fs::path& name) {
  std::error_code error;
  const std::optional<std::uint64_t> number =
      whole_from_decimal(name.string(), 0, std::numeric_limits<int>::max());
  const bool own = folder == "/dev/fd" || folder == fs::canonical("/proc/self/fd", error);
  return own && number ? static_cast<int>(*number) : -1;
}

bool may_be_replaced(const fs::file_status& status) {
  return !fs::exists(status) || fs::is_regular_file(status) || fs::is_directory(status);
}

}  // namespace

FilePlace place_of(const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  fs::path target = path;
  for (int links = 0; links < kMostLinks; ++links) {
    const fs::path folder = canonical_folder(target);
    target = folder / target.filename();
    if (has_open_files(folder)) return {target, true, own_descriptor(folder, target.filename())};
    const fs::path next = fs::read_symlink(target, error);
    if (error) break;  // no link
    target = folder / next;
  }
  return {target, !may_be_replaced(fs::status(target, error)), -1};
}

bool are_one(const FilePlace& a, const FilePlace& b) {
  return a.target == b.target || os::are_one_file(a.target, b.target);
}

void require_writable(const FilePlace& place, const std::string& name) {
  if (place.descriptor != -1) {
    if (!os::is_writable(place.descriptor)) cannot_write(name, errno);
    return;
  }
  std::error_code error;
  const fs::file_status status = fs::status(place.target, error);
  if (!fs::status_known(status)) cannot_write(name, error.default_error_condition().value());
  if (fs::is_directory(status)) cannot_write(name, EISDIR);
  if (fs::exists(status)) {
    // Root may write to what nobody may; whoever took all permission away did not mean it to.
    constexpr fs::perms kWrite =
        fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    if ((status.permissions() & kWrite) == fs::perms::none) cannot_write(name, EACCES);
    if (!os::may_write(place.target)) cannot_write(name, errno);
  }
}

void cannot_write(const std::string& name, int reason) {
  throw std::runtime_error("cannot write " + printable(name) + ": " + std::strerror(reason));
}
