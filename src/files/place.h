// What a path names, found out without touching it.
#pragma once

#include <filesystem>
#include <string>

struct FilePlace {
  // The file itself, behind all links, in its folder's one spelling.
  std::filesystem::path target;
  // Nothing that could be replaced by a new file: a pipe, a FIFO, a device, a terminal, or what
  // some process has open.
  bool in_place = false;
  // Where this process has it open already: /dev/stdout, /dev/fd/3.
  int descriptor = -1;
};

FilePlace place_of(const std::string& path);  // no place where it is empty

// Whether both name one file, or will, once it is there.
bool are_one(const FilePlace& a, const FilePlace& b);

// Throws std::runtime_error, with `name` for the file, where it may not be written.
void require_writable(const FilePlace& place, const std::string& name);

// "cannot write NAME: No space left on device", the reason being an errno.
[[noreturn]] void cannot_write(const std::string& name, int reason);
