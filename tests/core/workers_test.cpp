#include "core/workers.h"

#include "float_setting.h"
#include "test.h"
#include "training/recorded_runs.h"

#include <array>
#include <chrono>
#include <csignal>
#include <set>
#include <stdexcept>
#include <string>

namespace {

// How often each turn of a loop was made.
std::vector<int> turns_made(std::size_t count, double work = 1) {
  std::vector<int> made(count);
  parts_apart(count, work, [&](const Part& part) {
    for (std::size_t i = part.first; i < part.last; ++i) ++made[i];
  });
  return made;
}

// The threads that made the turns of a loop.
std::set<std::thread::id> threads_of(double work) {
  std::mutex mutex;
  std::set<std::thread::id> all;
  parts_apart(64, work, [&](const Part&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::lock_guard<std::mutex> lock(mutex);
    all.insert(std::this_thread::get_id());
  });
  return all;
}

// Until the others have taken part, too, so many times.
std::set<std::thread::id> patient_threads_of(double work, std::size_t expected) {
  std::set<std::thread::id> all;
  for (int k = 0; k < 100 && all.size() < expected; ++k) all = threads_of(work);
  return all;
}

}  // namespace

TEST(workers, make_each_turn_once) {
  for (const std::size_t threads : {1U, 2U, 3U, 5U, 40U}) {
    const Workers workers(threads, 0);
    for (const std::size_t count : {0U, 1U, 2U, 3U, 7U, 16U, 100U, 1001U}) {
      CONTEXT("threads " << threads << ", turns " << count);
      CHECK(turns_made(count) == std::vector<int>(count, 1));
    }
  }
}

TEST(workers, share_what_is_worth_it) {
  CHECK_EQ(threads_of(1e9).size(), 1U);  // there are none
  const Workers workers(3);
  CHECK_EQ(Workers::places(), 3U);
  CHECK_EQ(threads_of(Workers::kWorth / 9).size(), 1U);
  CHECK_EQ(patient_threads_of(Workers::kWorth, 3).size(), 3U);
  {
    const Workers alone(1);
    CHECK_EQ(threads_of(1e9).size(), 1U);
    CHECK_EQ(Workers::places(), 1U);
  }
  CHECK_EQ(patient_threads_of(1e9, 3).size(), 3U);
}

TEST(workers, do_not_share_within_a_part) {
  const Workers workers(3, 0);
  std::atomic<int> wrong{0};
  parts_apart(12, 1, [&](const Part&) {
    const auto own = std::this_thread::get_id();
    parts_apart(12, 1, [&](const Part& part) {
      if (part.first != 0 || part.last != 12 || own != std::this_thread::get_id()) ++wrong;
    });
  });
  CHECK_EQ(wrong.load(), 0);
}

// A worker that was called to a long loop, and wakes late, finds a short one.
TEST(workers, have_a_place_below_the_number_of_turns) {
  const Workers workers(8, 0);
  std::atomic<int> wrong{0};
  for (int k = 0; k < 100; ++k) {
    parts_apart(100, 1, [](const Part&) {});
    parts_apart(2, 1, [&](const Part& part) {
      if (part.place > 1) ++wrong;
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    });
  }
  CHECK_EQ(wrong.load(), 0);
}

TEST(workers, have_a_place_that_no_other_has_at_the_same_time) {
  const Workers workers(4, 0);
  std::array<std::atomic<int>, 4> at{};
  std::atomic<int> wrong{0};
  for (int k = 0; k < 200; ++k) {
    parts_apart(50, 1, [&](const Part& part) {
      if (++at.at(part.place) != 1) ++wrong;
      --at.at(part.place);
    });
  }
  CHECK_EQ(wrong.load(), 0);
}

// Whichever thread throws; and afterwards they go on.
TEST(workers, hand_on_an_exception) {
  const Workers workers(3, 0);
  for (std::size_t k = 0; k < 60; ++k) {
    CHECK_THROWS(std::runtime_error,
                 parts_apart(60, 1,
                             [&](const Part& part) {
                               if (part.first <= k && k < part.last) {
                                 throw std::runtime_error("turn failed");
                               }
                             }),
                 "turn failed");
    CHECK(turns_made(60) == std::vector<int>(60, 1));
  }
}

// After a rest they sleep, and are woken.
TEST(workers, wake_up) {
  const Workers workers(2, 0);
  for (int k = 0; k < 5; ++k) {
    CHECK_EQ(patient_threads_of(1, 2).size(), 2U);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

#if defined(__unix__) && !defined(__EMSCRIPTEN__)
TEST(workers, leave_signals_to_the_thread_that_calls_them) {
  const Workers workers(3, 0);
  const auto caller = std::this_thread::get_id();
  std::atomic<int> wrong{0};
  std::atomic<int> others{0};
  for (int k = 0; k < 100 && others < 10; ++k) {
    parts_apart(24, 1, [&](const Part&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (std::this_thread::get_id() == caller) return;
      ++others;
      sigset_t blocked;
      pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
      if (sigismember(&blocked, SIGINT) != 1 || sigismember(&blocked, SIGTERM) != 1) ++wrong;
    });
  }
  CHECK(others > 0);
  CHECK_EQ(wrong.load(), 0);
}
#endif

#if defined(__SSE2__) && defined(__linux__)
// Where a thread starts with the setting of the one that starts it.
TEST(workers, whose_arithmetic_would_give_other_bits_take_no_part) {
  const Workers workers(3, 0);
  {
    const FlushToZero flush(FlushToZero::kResults);
    threads_of(1);
  }
  CHECK_EQ(patient_threads_of(1, 2).size(), 1U);
}
#endif

// Sums keep their order, whoever makes them.
TEST(workers, do_not_change_a_bit) {
  for (const RecordedRun& run : recorded_runs()) {
    if (run.settings.stack.layers == 0) continue;
    CONTEXT("run " << run.name);
    const Workers workers(3, 0);
    CHECK_EQ(result_of(run.settings, run.data, run.stops).weights, run.recorded.weights);
  }
}
