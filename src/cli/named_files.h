// The files that a command line names, together.
#pragma once

#include <string>
#include <vector>

struct NamedFile {
  std::string option;      // "--save"
  std::string path;        // as it was given; empty where it was not
  bool is_written;         // or read
  std::string may_become;  // the option whose output may replace it, once it is read
};
NamedFile input(const std::string& option, const std::string& path,
                const std::string& may_become = "");
NamedFile output(const std::string& option, const std::string& path);

// Throws UsageError where a file that is written is also another of them, in whatever spelling, or
// the file that standard output or standard error goes to.
void require_different_files(const std::vector<NamedFile>& files);
