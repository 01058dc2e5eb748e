// Loops whose turns stand apart, shared by several threads: none reads what another writes, and no
// sum is split, so that the bits depend neither on the number of threads nor on their timing.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

// Some turns of a loop: from `first` to before `last`.
struct Part {
  std::size_t first;
  std::size_t last;
  std::size_t place;  // below places() and the number of turns; at one time, no two have the same
};

// As long as it lives, the loops of the thread that made it are shared by so many threads, that one
// included. The others start with the first loop that is worth it; where the machine gives fewer,
// those do it all. Where nothing comes for some tens of microseconds, they sleep.
class Workers {
 public:
  // Of a loop that is worth it, in multiply-adds of a matrix product: about 50 microseconds.
  static constexpr double kWorth = 1 << 20;
  explicit Workers(std::size_t threads, double worth = kWorth);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  static std::size_t places();  // of the parts of this thread's loops

  // A function of a part, and what it knows.
  struct Loop {
    void (*make)(const void* of, const Part& part);
    const void* of;
    std::size_t count;
    std::size_t unit;
  };
  // In this thread, or shared by its workers where it is worth it.
  static void make(const Loop& loop, double work);

 private:
  struct Worker {
    std::atomic<std::size_t> calls{0};
    std::condition_variable called;
    std::thread thread;
  };

  void start();
  void share(std::size_t pieces);
  void call(std::size_t most, bool to_end);
  void serve(std::size_t place);
  void help(std::size_t place);
  std::size_t first_turn(std::size_t piece) const;

  Workers* before_;
  double worth_;
  std::vector<Worker> workers_;  // all but the thread that calls them
  std::size_t started_ = 0;
  bool tried_ = false;

  // The loop, in pieces. Each thread has a share of them, about the same in the next loop, whose
  // numbers are then in its processor's cache already.
  Loop loop_{};
  std::size_t pieces_ = 0;
  std::vector<std::atomic<std::size_t>> next_;  // piece of each share
  std::atomic<bool> failed_{false};
  std::exception_ptr error_;

  // All of this is told under the mutex; the counters let threads wait without it.
  std::mutex mutex_;
  bool open_ = false;    // to workers: there may be pieces left
  bool ending_ = false;  // they are to end
  std::atomic<std::size_t> asleep_{0};
  std::atomic<std::size_t> inside_{0};  // workers that help
  std::condition_variable left_;        // the last of them
};

// part(Part) for parts that together are the turns 0 to count - 1 of a loop, which is about so much
// work; each but the last a multiple of `unit` turns. Rethrows the first exception of a part, when
// all have ended.
template <class Work, class Do>
void parts_apart(std::size_t count, Work work, const Do& part, std::size_t unit = 1) {
  const auto make = [](const void* of, const Part& one) { (*static_cast<const Do*>(of))(one); };
  Workers::make({make, &part, count, unit}, static_cast<double>(work));
}

// The columns of a row of floats that lie in a line of the cache, which two threads had better not
// write to, nor both fetch.
inline constexpr std::size_t kLine = 16;

// turn(i) for each of them.
template <class Work, class Do>
void each_apart(std::size_t count, Work work, const Do& turn) {
  parts_apart(count, work, [&](const Part& part) {
    for (std::size_t i = part.first; i < part.last; ++i) turn(i);
  });
}
