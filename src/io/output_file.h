// A file that is written whole or not at all.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

// Writes to a temporary file beside the one it is to become and renames it at the end, so that
// whoever looks finds the old file or the new one, never a part. What is no regular file (a
// pipe, /dev/stdout) is written directly.
class OutputFile {
 public:
  // Throws std::runtime_error where the file cannot be written.
  explicit OutputFile(const std::string& path);
  // Without finish(), what was written is removed.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream() { return stream_; }

  // Makes the file what was written. Throws std::runtime_error where anything failed since.
  void finish();

 private:
  std::string name_;                 // as the user gave it
  std::filesystem::path target_;     // behind symbolic links
  std::filesystem::path temporary_;  // the target itself where it is no regular file
  std::ofstream stream_;
  bool finished_ = false;
};
