#include "core/strict_float.h"

#include "cli/app.h"

#include <csignal>
#include <iostream>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#else
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
  std::signal(SIGINT, on_interrupt);
#if defined(SIGPIPE)
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe then shows as a failed write
#endif
  keep_newlines();
  std::ios_base::sync_with_stdio(false);
  const Console console = {std::cout, std::cerr, stderr_is_terminal(),
                           [] { return interrupted != 0; }};
  return run_app(Arguments(argv + 1, argv + argc), console);
}
