// Files that are read, and files that a run writes.
#pragma once

#include <filesystem>
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

// kWhole writes to a temporary file beside the one it is to become and renames it at the end, so
// that whoever looks finds the old file or the new one, never a part. kLive, and whatever is no
// regular file (a pipe, /dev/stdout), is written in place, for those who watch it grow.
enum class Writing { kWhole, kLive };

class OutputFile {
 public:
  // Throws std::runtime_error where the file cannot be written.
  explicit OutputFile(const std::string& path, Writing writing = Writing::kWhole);
  // Without finish(), the temporary file is removed.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream() { return stream_; }

  // Hands on what was written so far. Throws std::runtime_error where that fails.
  void flush();
  // Makes the file what was written. Throws std::runtime_error where anything failed since.
  void finish();

 private:
  std::string name_;                 // as the user gave it
  std::filesystem::path target_;     // behind symbolic links
  std::filesystem::path temporary_;  // the target itself where it is written in place
  std::ofstream stream_;
  bool finished_ = false;
};

// Writes a whole file by write(stream); nothing where `path` is empty, as of an option not given.
template <class Write>
void write_file(const std::string& path, const Write& write) {
  if (path.empty()) return;
  OutputFile file(path);
  write(file.stream());
  file.finish();
}
