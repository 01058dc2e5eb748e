#include "core/strict_float.h"

#include "files/file.h"

#include <cerrno>
#include <cstring>
#include <locale>
#include <stdexcept>
#include <system_error>

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannot_write(const std::string& name) {
  const std::string reason = errno == 0 ? "" : std::string(": ") + std::strerror(errno);
  throw std::runtime_error("cannot write " + name + reason);
}

}  // namespace

void refuse_file(const std::string& name, const std::string& what) {
  throw std::runtime_error(name + ": " + what);
}

std::ifstream open_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
  return file;
}

OutputFile::OutputFile(const std::string& path, Writing writing) : name_(path), target_(path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(target_, ignored);
  if (fs::is_regular_file(status)) target_ = fs::canonical(target_, ignored);
  temporary_ = target_;
  const bool renamed = !fs::exists(status) || fs::is_regular_file(status);
  if (renamed && writing == Writing::kWhole) temporary_ += ".partial";
  errno = 0;
  stream_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (!stream_) cannot_write(name_);
  stream_.imbue(std::locale::classic());
}

OutputFile::~OutputFile() {
  if (finished_) return;
  stream_.close();
  std::error_code ignored;
  if (temporary_ != target_) fs::remove(temporary_, ignored);
}

void OutputFile::flush() {
  errno = 0;
  stream_.flush();
  if (!stream_) cannot_write(name_);
}

void OutputFile::finish() {
  errno = 0;
  stream_.close();
  if (!stream_) cannot_write(name_);
  if (temporary_ != target_) {
    std::error_code error;
    fs::rename(temporary_, target_, error);
    if (error) throw std::runtime_error("cannot write " + name_ + ": " + error.message());
  }
  finished_ = true;
}
