// Files that are read.
#pragma once

#include <fstream>
#include <string>

// What the file `name` holds is not what it should.
[[noreturn]] void refuse_file(const std::string& name, const std::string& what);

// Throws std::runtime_error where the file cannot be opened.
std::ifstream open_file(const std::string& path);

// What `read`, such as read_safetensors, makes of the file `path`.
template <class Read>
auto from_file(const std::string& path, const Read& read) {
  std::ifstream file = open_file(path);
  return read(file, path);
}
