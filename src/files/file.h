// Files that are read.
#pragma once

#include <fstream>
#include <string>

// What the file `name` holds is not what it should.
[[noreturn]] void refuse_file(const std::string& name, const std::string& what);

// Throws std::runtime_error where the file cannot be opened, or is a folder.
std::ifstream open_file(const std::string& path);

// The next line, without its end; false where there is none. Throws std::runtime_error where it
// cannot be read, or is longer than a megabyte, as no line of ours is.
bool read_line(std::istream& in, std::string& line, const std::string& name);

// Throws std::runtime_error where a text file starts with the mark that some editors put there.
void refuse_byte_order_mark(const std::string& text, const std::string& name);

// What `read`, such as read_safetensors, makes of the file `path`.
template <class Read>
auto from_file(const std::string& path, const Read& read) {
  std::ifstream file = open_file(path);
  return read(file, path);
}
