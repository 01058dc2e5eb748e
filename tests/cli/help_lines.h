// What `help COMMAND` lists of every command.
#pragma once

#include "run.h"
#include "test.h"

struct HelpLine {
  std::string command;
  std::string spelling;  // --quiet, -q

  std::string name() const { return spelling.substr(0, spelling.find_first_of(" ,")); }
};

inline std::vector<HelpLine> help_lines() {
  std::vector<HelpLine> found;
  for (const char* command : {"train", "verify", "inspect", "predict", "compare", "sweep", "stack",
                              "export", "bench", "gradcheck"}) {
    std::istringstream lines(run({"help", command}).out);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("  ", 0) == 0)
        found.push_back({command, line.substr(2, line.find("  ", 2) - 2)});
    }
  }
  CHECK(found.size() > 100);
  return found;
}
