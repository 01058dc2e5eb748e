// The files that a command line names, together.
#pragma once

#include "cli/console.h"
#include "cli/options.h"
#include "files/output_file.h"
#include "files/safetensors.h"

#include <deque>
#include <set>
#include <string>
#include <vector>

struct NamedFile {
  std::string option;                // "--save"
  std::string path;                  // as it was given; empty where it was not
  bool is_written;                   // or read
  std::set<std::string> may_become;  // the options whose output may replace it, once it is read
};
inline NamedFile input(const std::string& option, const std::string& path,
                       const std::set<std::string>& may_become = {}) {
  return {option, path, false, may_become};
}
inline NamedFile output(const std::string& option, const std::string& path) {
  return {option, path, true, {}};
}

// Throws UsageError where a file that is written is also another of them, in whatever spelling, or
// the file that standard output or standard error goes to.
void require_different_files(const std::vector<NamedFile>& files);

// Those of them that are written, in their order. Where one fails, the others are still written:
// each failure is told once, when it happens.
class OutputFiles {
 public:
  // Requires different files. Throws std::runtime_error where one could not be written, and touches
  // none.
  OutputFiles(const std::vector<NamedFile>& files, const Console& console);

  // Opens what is written in place; a FIFO waits here for its reader.
  void open();
  // Whether `work` is done; where it throws std::runtime_error, that is told.
  bool attempt(const std::function<void()>& work);
  // The whole file, where it is wanted.
  void write(std::size_t place, const std::function<void(std::ostream& out)>& write);

  OutputFile& operator[](std::size_t place) { return files_[place]; }
  int status() const { return told_.empty() ? kDone : kFailed; }

 private:
  const Console& console_;
  std::deque<OutputFile> files_;
  std::set<std::string> told_;
};

// Another's or our own tensors, named without what torch.compile, DataParallel or a module around
// the model put before all names, which is said. Throws as read_safetensors does.
Safetensors read_tensors(const std::string& path, const Console& console);
