// Runs all tests, or the tests and groups whose names are given, from the project's top folder:
//
//   posembed_tests [--list] [NAME or GROUP...]
//
// Returns 1 where one failed, or a name is unknown, and says which test crashed or hung.
#include "test.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#if !defined(_WIN32) && !defined(__EMSCRIPTEN__)
#include <unistd.h>
#endif

namespace {

// The one global: a signal handler can reach nothing else.
const char* volatile running = "";

// Says so, and lets the signal do what it would have done.
void on_signal(int signal) {
  const bool crash = signal == SIGSEGV || signal == SIGABRT || signal == SIGFPE || signal == SIGILL;
  std::fprintf(stderr, "%s %s\n", crash ? "CRASHED" : "HUNG", running);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void watch(const test::Case& one) {
  running = one.name.c_str();
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGTERM, SIGINT}) {
    std::signal(signal, on_signal);
  }
#if !defined(_WIN32) && !defined(__EMSCRIPTEN__)
  std::signal(SIGALRM, on_signal);
  alarm(600);  // seconds: sanitizers and emulators are slow
#endif
}

bool passes(const test::Case& one) {
  watch(one);
  test::failures_of_current_case() = 0;
  try {
    one.run();
  } catch (const std::exception& error) {
    test::fail(one.name.c_str(), 0, std::string("exception: ") + error.what());
  }
  return test::failures_of_current_case() == 0;
}

// All where no name is given; none where one is unknown.
std::vector<test::Case> chosen(const std::vector<std::string>& names) {
  if (names.empty()) return test::cases();
  std::vector<test::Case> cases;
  for (const std::string& name : names) {
    const std::size_t before = cases.size();
    std::copy_if(test::cases().begin(), test::cases().end(), std::back_inserter(cases),
                 [&](const test::Case& one) {
                   return one.name == name || one.name.rfind(name + ".", 0) == 0;
                 });
    if (cases.size() > before) continue;
    std::cerr << "no test or group is named " << name << "\n";
    return {};
  }
  return cases;
}

int run(const std::vector<test::Case>& cases) {
  std::size_t failed = 0;
  for (const test::Case& one : cases) {
    if (passes(one)) continue;
    std::cerr << "FAILED " << one.name << "\n";
    ++failed;
  }
  std::cout << cases.size() - failed << " passed, " << failed << " failed\n";
  return failed > 0 || cases.empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  if (!names.empty() && names[0] == "--list") {
    for (const test::Case& one : test::cases()) std::cout << one.name << "\n";
    return 0;
  }
  if (!std::ifstream("tests/golden/notebook_seed0.txt")) {
    std::cerr << "run the tests from the project's top folder, which has tests/golden\n";
    return 1;
  }
  const std::filesystem::path folder = std::filesystem::path(argv[0]).parent_path();
  test::program() = (folder / "posembed").string();
  return run(chosen(names));
}
