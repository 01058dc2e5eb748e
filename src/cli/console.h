// What a command sees of the world outside, as parameters, so that a test can be that world.
#pragma once

#include <functional>
#include <ostream>

struct Console {
  std::ostream& out;  // results
  std::ostream& err;  // everything else
  bool err_is_terminal = false;
  std::function<bool()> interrupted = [] { return false; };  // whether Ctrl-C was pressed,
  std::function<void()> watch_interrupts = [] {};  // since this was called; else it ends at once
};

// Exit statuses.
constexpr int kDone = 0;
constexpr int kFailed = 1;  // the work failed, or a check did not hold
constexpr int kWrongUsage = 2;
constexpr int kInterrupted = 130;
