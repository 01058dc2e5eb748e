// Runs tests, one by one or in several processes.
#pragma once

#include "test.h"

#include <vector>

enum class Verdict { kNone, kRunning, kPassed, kFailed, kSkipped };

struct Result {
  Verdict verdict;
  double milliseconds;
  int process;
};

// Prints what failed. A test that crashes or hangs is named, and ends the process.
Result run_one(const test::Case& one);

// The results, in the order of the cases; after them a failure for each process that ended badly
// between its tests (a leak, say). A crash ends its test only. In one process where asked for, or
// where the system cannot fork.
std::vector<Result> run_each(const std::vector<test::Case>& cases, std::size_t processes);
