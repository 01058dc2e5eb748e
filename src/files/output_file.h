// A file that a run writes.
#pragma once

#include "files/file_buffer.h"
#include "files/place.h"

#include <filesystem>
#include <ostream>
#include <string>

// Whoever looks at a regular file finds the old one or the new one, whole, whoever else writes it
// and whatever happens: the text goes to a temporary file beside it, of a name that nobody else
// has, which then takes its name, and its mode and owner. A power cut, too, leaves one of them: the
// text is on the disk before it takes the name. What is no regular file (a pipe, a FIFO,
// a device, /dev/stdout) is opened once and written in place.
class OutputFile {
 public:
  // Throws std::runtime_error where the file could not be written: tries it with a temporary file,
  // which it removes. An empty path, as of an option not given, is no file: nothing of it is
  // wanted.
  explicit OutputFile(const std::string& path);
  // Of a file that was begun and not finished, nothing is left.
  ~OutputFile() { give_up(); }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::string& name() const { return name_; }
  bool is_wanted() const { return !name_.empty(); }
  bool is_in_place() const { return place_.in_place; }

  // Makes the temporary file; what is written in place is opened, unless it is already, and a FIFO
  // waits here for its reader. This and what follows throw std::runtime_error where writing fails.
  void begin();
  std::ostream& stream() { return stream_; }
  // Throws where something of what was written could not be.
  void require_all_written();
  // From here on the file can be seen, and seen growing.
  void flush();
  // The file is what was written since begin().
  void finish();
  // Nothing more of it is wanted.
  void give_up();

 private:
  void make_temporary();
  void remove_temporary();
  [[noreturn]] void cannot_begin(int reason) const;  // an errno
  [[noreturn]] void fail(int reason);

  std::string name_;  // as the user gave it
  FilePlace place_;
  std::filesystem::path temporary_;  // empty where there is none
  FileBuffer buffer_;
  std::ostream stream_{&buffer_};
};

// Writes a whole file by write(stream), where one is wanted.
template <class Write>
void write_file(OutputFile& file, const Write& write) {
  if (!file.is_wanted()) return;
  file.begin();
  write(file.stream());
  file.finish();
}
