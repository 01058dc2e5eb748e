// What a command sees of the world outside, as parameters, so that a test can be that world.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

struct Console {
  std::ostream& out;             // results
  std::ostream& err;             // everything else
  bool err_is_terminal = false;  // one that can erase a line
  // Whether Ctrl-C was pressed, or another signal asked the program to end, since the second was
  // called; before that, it ends at once.
  std::function<bool()> interrupted = [] { return false; };
  std::function<void()> watch_interrupts = [] {};
  // Whether a failed write to `out` means that whoever read it went away, as `| head` does.
  std::function<bool()> reader_left = [] { return false; };
};

// Exit statuses.
constexpr int kDone = 0;
constexpr int kFailed = 1;  // the work failed, or a check did not hold
constexpr int kWrongUsage = 2;
constexpr int kInterrupted = 130;  // as a shell says it of SIGINT,
constexpr int kReaderLeft = 141;   // and of SIGPIPE

// Erases a line of progress.
inline constexpr const char* kEraseLine = "\r\033[K";

// `posembed: MESSAGE`, a line on standard error.
void complain(const Console& console, const std::string& message);

// The progress line of work that lasts: on a terminal, after the first second.
class Progress {
 public:
  // `unit` is what is counted: "steps"; `before` of them were done earlier, in another run.
  Progress(const Console& console, bool quiet, std::string unit, std::uint64_t before = 0);

  // Redraws the line at most ten times a second: 1200 of 8000 steps, 640/s, 11 s left.
  void update(std::uint64_t done, std::uint64_t total);
  // Removes the line, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  const Console& console_;
  bool shown_;
  std::string unit_;
  std::uint64_t before_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::seconds(1);
  bool drawn_ = false;
};
