#include "cli/console.h"

#include "run.h"
#include "test.h"

#include <chrono>
#include <thread>

namespace {

// What is drawn by two updates, before and after the first second.
std::string drawn(bool terminal, bool quiet) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console = {out, err, terminal};
  Progress progress(console, quiet, "steps", 1);  // step done before
  progress.update(1, 4);
  CHECK_EQ(err.str(), "");
  std::this_thread::sleep_for(std::chrono::milliseconds(1050));
  progress.update(3, 5);
  progress.clear();
  CHECK_EQ(out.str(), "");
  return err.str();
}

}  // namespace

TEST(complain, writes_one_line_whatever_the_message) {
  std::ostringstream out;
  std::ostringstream err;
  complain({out, err}, "a\n\x1b");
  CHECK_EQ(err.str(), "posembed: a\\n\\x1b\n");
}

TEST(progress, shows_rate_and_time_left_after_a_second_on_a_terminal) {
  const std::string text = drawn(true, false);
  CHECK(starts_with(text, "\r\033[K3 of 5 steps, 2/s, 1 s left"));
  CHECK_EQ(text.substr(text.size() - 4), "\r\033[K");
}

TEST(progress, shows_nothing_when_piped_or_quiet) {
  CHECK_EQ(drawn(false, false), "");
  CHECK_EQ(drawn(true, true), "");
}
