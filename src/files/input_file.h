// A file that is read.
#pragma once

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>

inline std::ifstream open_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
  return file;
}

// What the file `name` holds is not what it should.
[[noreturn]] inline void refuse_file(const std::string& name, const std::string& what) {
  throw std::runtime_error(name + ": " + what);
}
