#include "core/strict_float.h"

#include "cli/commands.h"
#include "files/file_buffer.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

#include <fcntl.h>
#if defined(_WIN32)
#include <io.h>
#else
#include <poll.h>
#include <unistd.h>
#endif

namespace {

// The signal that asked the program to end. The one global: a signal handler can reach nothing
// else.
volatile std::sig_atomic_t stop_signal = 0;

// Asks the command to stop, which it does when its files are whole. A second Ctrl-C ends at once;
// the others come more than once when a terminal is closed.
void on_stop(int signal) {
  stop_signal = signal;
  std::signal(signal, signal == SIGINT ? SIG_DFL : on_stop);
}

// A signal that is ignored stays so: a shell does that for what runs in the background, and nohup.
void watch_signals() {
#if defined(SIGHUP)
  constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};
#else
  constexpr std::array<int, 2> kSignals = {SIGINT, SIGTERM};
#endif
  for (const int signal : kSignals) {
    if (std::signal(signal, on_stop) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

// What these signals would tell shows as a write that fails, with its reason. Whether whoever
// started the program wants it to die of SIGPIPE, as it is unless that is ignored.
bool ignore_failed_writes() {
  bool dies_of_pipes = false;
#if defined(SIGPIPE)
  dies_of_pipes = std::signal(SIGPIPE, SIG_IGN) != SIG_IGN;
#endif
#if defined(SIGXFSZ)
  std::signal(SIGXFSZ, SIG_IGN);
#endif
  return dies_of_pipes;
}

bool stdout_has_no_reader() {
#if defined(_WIN32) || defined(__EMSCRIPTEN__)
  return false;
#else
  pollfd stream = {STDOUT_FILENO, POLLOUT, 0};
  return poll(&stream, 1, 0) == 1 && (stream.revents & (POLLERR | POLLHUP)) != 0;
#endif
}

// Ends by the signal, so that whoever started the program sees why it ended, and a shell's loop
// ends with it.
int end_by(int signal) {
#if !defined(_WIN32)
  std::signal(signal, SIG_DFL);
  std::raise(signal);
#endif
  return 128 + signal;
}

// A standard stream that was closed would lend its number to the next file that is opened, and
// its text would go there. In its place stands a file that cannot be written.
void fill_closed_streams() {
#if !defined(_WIN32)
  for (int stream = 0; stream <= 2; ++stream) {
    if (fcntl(stream, F_GETFD) == -1) open("/dev/null", O_RDONLY | O_CLOEXEC);
  }
#endif
}

// Of a terminal that can erase a line.
bool stderr_is_terminal() {
  const char* const term = std::getenv("TERM");
  if (term != nullptr && std::string(term) == "dumb") return false;
#if defined(_WIN32)
  return _isatty(_fileno(stderr)) != 0;
#else
  return isatty(STDERR_FILENO) != 0;
#endif
}

// Windows would write \r\n for \n, and other bytes than everywhere else.
void keep_newlines() {
#if defined(_WIN32)
  _setmode(_fileno(stdout), _O_BINARY);
  _setmode(_fileno(stderr), _O_BINARY);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  fill_closed_streams();
  const bool dies_of_pipes = ignore_failed_writes();
  keep_newlines();
  FileBuffer buffer;  // of standard output: waits for a slow reader, even where told not to
  buffer.open(1);
  std::ostream out(&buffer);
  const Console console = {
      out,           std::cerr,           stderr_is_terminal(), [] { return stop_signal != 0; },
      watch_signals, stdout_has_no_reader};
  const int status = run_app(Arguments(argv + 1, argv + argc), console);
  if (stop_signal != 0) return end_by(stop_signal);
  if (status != kReaderLeft) return status;
  if (dies_of_pipes) return end_by(kReaderLeft - 128);  // SIGPIPE, where there is one
  complain(console, "cannot write to standard output: its reader went away");
  return kFailed;
}
