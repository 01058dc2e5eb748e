// Runs the whole program inside the test's own process.
#pragma once

#include "cli/commands.h"

#include <sstream>
#include <string>

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

inline Outcome run(const Arguments& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_app(arguments, Console{out, err});
  return {status, out.str(), err.str()};
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
