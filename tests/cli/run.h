// Runs the whole program inside the test's own process.
#pragma once

#include "cli/commands.h"
#include "core/text_layout.h"

#include "test.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

inline Outcome run(
    const Arguments& arguments, const std::function<bool()>& interrupted = [] { return false; }) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_app(arguments, Console{out, err, false, interrupted});
  return {status, out.str(), err.str()};
}

inline void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

inline bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

inline void check_has(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    CONTEXT(part);
    CHECK(has(text, part));
  }
}

// Ctrl-C when that is asked for the n-th time: after so many steps.
inline std::function<bool()> interrupt_at(int n) {
  return [n, asked = 0]() mutable { return ++asked == n; };
}

inline Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

inline std::string as_command(const Arguments& arguments) {
  return "posembed " + joined(arguments, " ", [](const std::string& word) { return word; });
}

// Says nothing else. Returns what it prints.
inline std::string succeeds(const Arguments& arguments, const std::string& error = "") {
  CONTEXT(as_command(arguments));
  const Outcome outcome = run(arguments);
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, error);
  return outcome.out;
}

// With this line and no other, and prints nothing.
inline void fails(const Arguments& arguments, const std::string& message, int status = 1) {
  CONTEXT(as_command(arguments));
  const Outcome outcome = run(arguments);
  CHECK_EQ(outcome.status, status);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(outcome.err, "posembed: " + message + "\n");
}

// As a mistake in the command line.
inline void refuses_usage(const Arguments& arguments, const std::string& message) {
  fails(arguments, message, 2);
}
