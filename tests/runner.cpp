#include "runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#if !defined(_WIN32) && !defined(__EMSCRIPTEN__)
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#define TEST_FORKS
#endif

namespace {

// The one global: a signal handler can reach nothing else.
const char* volatile running = "";

// Says so, and lets the signal do what it would have done.
void on_signal(int signal) {
  const bool crash = signal == SIGSEGV || signal == SIGABRT || signal == SIGFPE || signal == SIGILL;
  std::fprintf(stderr, "%s%s %s\n", test::state().said.c_str(), crash ? "CRASHED" : "HUNG",
               running);
  std::fflush(stderr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void watch(const char* name) {
  running = name;
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGTERM, SIGINT}) {
    std::signal(signal, on_signal);
  }
#if defined(TEST_FORKS)
  std::signal(SIGALRM, on_signal);
  alarm(600);  // seconds: sanitizers and emulators are slow
#endif
}

Verdict verdict_of(const test::State& state) {
  if (state.failures > 0) return Verdict::kFailed;
  return state.skipped ? Verdict::kSkipped : Verdict::kPassed;
}

std::vector<Result> run_here(const std::vector<test::Case>& cases) {
  std::vector<Result> results;
  for (const test::Case& one : cases) results.push_back(run_one(one));
  return results;
}

}  // namespace

Result run_one(const test::Case& one) {
  const auto start = std::chrono::steady_clock::now();
  const char* const outer = running;  // a test may run tests
  test::State& state = test::state();
  test::State mine;
  std::swap(state, mine);
  watch(one.name.c_str());
  try {
    one.run();
  } catch (const std::exception& error) {
    test::fail(one.name.c_str(), 0, std::string("exception: ") + error.what());
  }
  if (state.checks == 0 && !state.skipped) test::fail(one.name.c_str(), 0, "made no check");
  running = outer;
  std::swap(state, mine);
  const Verdict verdict = verdict_of(mine);
  if (verdict == Verdict::kFailed) mine.said += "FAILED " + one.name + "\n";
  if (verdict == Verdict::kSkipped) mine.said += "SKIPPED " + one.name + "\n";
  std::cerr << mine.said << std::flush;  // in one piece
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return {verdict, took.count(), 0};
}

#if defined(TEST_FORKS)

namespace {

// What all processes see.
struct Work {
  std::atomic<std::size_t> next;
  Result* results;
};

// Zeroed. It stays until the program ends.
void* shared(std::size_t bytes) {
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

// Takes the next test until there is none. Without the parent nobody waits for it.
void work(const std::vector<test::Case>& cases, Work& all, pid_t parent) {
  for (std::size_t i = 0; getppid() == parent && (i = all.next++) < cases.size();) {
    all.results[i] = {Verdict::kRunning, 0, getpid()};
    all.results[i] = run_one(cases[i]);
  }
}

bool start(const std::vector<test::Case>& cases, Work& all) {
  std::cout.flush();  // or it would be printed twice
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    work(cases, all, parent);
    std::exit(0);  // which looks for leaks
  }
  return child > 0;
}

}  // namespace

std::vector<Result> run_each(const std::vector<test::Case>& cases, std::size_t processes) {
  if (std::min(cases.size(), processes) < 2) return run_here(cases);
  Work& all = *new (shared(sizeof(Work))) Work{};
  all.results = static_cast<Result*>(shared(cases.size() * sizeof(Result)));
  std::size_t alive = 0;
  while (alive < processes && start(cases, all)) ++alive;
  std::vector<Result> more;
  int status = 0;
  for (pid_t ended = 0; alive > 0 && (ended = wait(&status)) > 0; --alive) {
    Result* const last = all.results + cases.size();
    Result* const broken = std::find_if(all.results, last, [&](const Result& result) {
      return result.verdict == Verdict::kRunning && result.process == ended;
    });
    if (broken == last && status == 0) continue;
    if (broken == last) {
      more.push_back({Verdict::kFailed, 0, ended});
      std::cerr << "a process ended badly between its tests, status " << status << "\n";
    } else {
      broken->verdict = Verdict::kFailed;
      std::cerr << "FAILED " << cases[static_cast<std::size_t>(broken - all.results)].name << "\n";
    }
    if (all.next < cases.size() && start(cases, all)) ++alive;
  }
  std::vector<Result> results(all.results, all.results + cases.size());
  results.insert(results.end(), more.begin(), more.end());
  return results;
}

#else

std::vector<Result> run_each(const std::vector<test::Case>& cases, std::size_t) {
  return run_here(cases);
}

#endif
