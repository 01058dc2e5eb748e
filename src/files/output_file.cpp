#include "core/strict_float.h"

#include "files/output_file.h"

#include "core/foreign_text.h"
#include "files/system.h"

#include <cerrno>
#include <locale>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace {

// Says whose it is: .model.safetensors.posembed-4711-1, by the process of that number. The name of
// the file is left out where a file system might not take one so long.
fs::path temporary_name(const fs::path& target, int number) {
  constexpr std::size_t kLongest = 200;
  const std::string name = target.filename().string();
  return target.parent_path() /
         ((name.size() <= kLongest ? "." + name : std::string()) + ".posembed-" +
          std::to_string(os::process_id()) + "-" + std::to_string(number));
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : name_(path) {
  if (path.empty()) return;
  place_ = place_of(path);
  require_writable(place_, name_);
  stream_.imbue(std::locale::classic());
  if (place_.in_place) return;
  make_temporary();
  remove_temporary();
}

void OutputFile::begin() {
  if (place_.in_place && buffer_.is_open()) return;
  remove_temporary();
  stream_.clear();
  if (!place_.in_place) return make_temporary();
  const int descriptor =
      place_.descriptor != -1 ? os::duplicate(place_.descriptor) : os::open_in_place(place_.target);
  if (descriptor == -1) fail(errno);
  buffer_.open(descriptor);
}

// A name may be taken: by what a process of the same number left, killed or on another machine.
void OutputFile::make_temporary() {
  int number = 0;
  int descriptor = -1;
  fs::path path;
  do {
    path = temporary_name(place_.target, ++number);
    descriptor = os::create(path, place_.target);
  } while (descriptor == -1 && errno == EEXIST);
  if (descriptor == -1) cannot_begin(errno);
  buffer_.open(descriptor);
  temporary_ = std::move(path);
}

void OutputFile::cannot_begin(int reason) const {
  std::error_code error;
  if (!fs::exists(place_.target, error)) cannot_write(name_, reason);
  if (reason != EPERM) cannot_write("a new file beside " + name_, reason);
  throw std::runtime_error("cannot write " + printable(name_) +
                           ": it belongs to others, and a file that replaces it would not");
}

void OutputFile::require_all_written() {
  if (!stream_) fail(buffer_.error());
}

void OutputFile::fail(int reason) {
  remove_temporary();
  cannot_write(name_, reason);
}

void OutputFile::remove_temporary() {
  if (temporary_.empty()) return;
  buffer_.close();
  std::error_code error;
  fs::remove(temporary_, error);
  temporary_.clear();
}

void OutputFile::flush() {
  stream_.flush();
  require_all_written();
  if (temporary_.empty()) return;
  if (!os::reach_disk(buffer_.descriptor())) fail(errno);
  const int descriptor = os::rename_open(buffer_.descriptor(), temporary_, place_.target);
  if (descriptor == -1) fail(errno);
  buffer_.go_on_with(descriptor);
  temporary_.clear();
  if (!os::names_reach_disk(place_.target.parent_path())) fail(errno);
}

void OutputFile::finish() {
  stream_.flush();
  require_all_written();
  if (place_.in_place) return;
  if (buffer_.is_open() && !os::reach_disk(buffer_.descriptor())) fail(errno);
  if (!buffer_.close()) fail(buffer_.error());
  if (temporary_.empty()) return;
  std::error_code error;
  fs::rename(temporary_, place_.target, error);
  if (error) fail(error.default_error_condition().value());
  temporary_.clear();
  if (!os::names_reach_disk(place_.target.parent_path())) fail(errno);
}

void OutputFile::give_up() {
  remove_temporary();
  buffer_.close();
  name_.clear();
}
