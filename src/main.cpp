#include "core/strict_float.h"

#include "cli/commands.h"

#include <csignal>
#include <iostream>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace {

// The one global: a signal handler can reach nothing else.
volatile std::sig_atomic_t interrupted = 0;

// The first Ctrl-C asks the command to stop; the default action is back for the second.
void on_interrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

// Where Ctrl-C is ignored, as shells do for what runs in the background, it stays so.
void watch_interrupts() {
  if (std::signal(SIGINT, on_interrupt) == SIG_IGN) std::signal(SIGINT, SIG_IGN);
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

bool stderr_is_terminal() {
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
#if defined(SIGPIPE)
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe then shows as a failed write
#endif
  keep_newlines();
  std::ios_base::sync_with_stdio(false);
  const Console console = {std::cout, std::cerr, stderr_is_terminal(),
                           [] { return interrupted != 0; }, watch_interrupts};
  return run_app(Arguments(argv + 1, argv + argc), console);
}
