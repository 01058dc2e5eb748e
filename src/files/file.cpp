#include "core/strict_float.h"

#include "files/file.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

void refuse_file(const std::string& name, const std::string& what) {
  throw std::runtime_error(name + ": " + what);
}

std::ifstream open_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
  return file;
}
