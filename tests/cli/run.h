// Runs the whole program inside the test's own process.
#pragma once

#include "cli/commands.h"

#include "test.h"

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

// As a mistake in the command line.
inline void refuses_usage(const Arguments& arguments, const std::string& message) {
  const Outcome outcome = run(arguments);
  CHECK_EQ(outcome.status, 2);
  CHECK_EQ(outcome.err, "posembed: " + message + "\n");
}
