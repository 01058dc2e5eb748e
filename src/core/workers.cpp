#include "core/strict_float.h"

#include "core/workers.h"

#include "core/float_environment.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <utility>

namespace {

thread_local Workers* workers_of_this_thread = nullptr;

// Waits a moment for what mostly comes soon, and lets other programs have the processor meanwhile.
template <class Ready>
void wait_briefly(const Ready& ready) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + std::chrono::microseconds(50);
  while (!ready() && Clock::now() < end) std::this_thread::yield();
}

// Where one of `all` equal parts of a size begins.
std::size_t start_of(std::size_t one, std::size_t all, std::size_t size) {
  return size / all * one + std::min(one, size % all);
}

}  // namespace

std::size_t Workers::places() {
  return workers_of_this_thread == nullptr ? 1 : workers_of_this_thread->next_.size();
}

Workers::Workers(std::size_t threads, double worth)
    : before_(workers_of_this_thread), worth_(worth), workers_(threads - 1), next_(threads) {
  workers_of_this_thread = threads > 1 ? this : nullptr;
}

Workers::~Workers() {
  workers_of_this_thread = before_;
  call(started_, true);
  for (std::size_t k = 0; k < started_; ++k) workers_[k].thread.join();
}

void Workers::start() {
  tried_ = true;
  try {
    for (; started_ < workers_.size(); ++started_) {
      workers_[started_].thread = std::thread([this, place = started_ + 1] { serve(place); });
    }
  } catch (const std::exception&) {  // this machine has no more threads, or no memory for them
  }
}

// Less is worth it where nobody is to be woken. More pieces than threads, since they are not alike,
// nor are threads equally fast.
void Workers::make(const Loop& loop, double work) {
  Workers* const workers = workers_of_this_thread;
  std::size_t pieces = 0;
  if (workers != nullptr) {
    const double worth = workers->worth_;
    if (work >= (workers->asleep_ < workers->started_ ? worth / 8 : worth)) {
      pieces = std::min((loop.count + loop.unit - 1) / loop.unit, 8 * workers->next_.size());
      const double least = worth / 32;
      if (work < least * static_cast<double>(pieces))
        pieces = static_cast<std::size_t>(work / least);
    }
  }
  if (pieces < 2) return loop.make(loop.of, {0, loop.count, 0});
  workers->loop_ = loop;
  workers->share(pieces);
}

void Workers::share(std::size_t pieces) {
  if (!tried_) start();
  workers_of_this_thread = nullptr;
  pieces_ = pieces;
  failed_ = false;
  const std::size_t shares = std::min(next_.size(), pieces);
  for (std::size_t k = 0; k < shares; ++k) next_[k] = start_of(k, shares, pieces);
  call(pieces - 1, false);
  help(0);
  wait_briefly([&] { return inside_ == 0; });
  std::unique_lock<std::mutex> lock(mutex_);
  open_ = false;
  left_.wait(lock, [&] { return inside_ == 0; });
  workers_of_this_thread = this;
  if (failed_) std::rethrow_exception(std::exchange(error_, nullptr));
}

// So many of them are enough.
void Workers::call(std::size_t most, bool to_end) {
  const std::lock_guard<std::mutex> lock(mutex_);
  open_ = !to_end;
  ending_ = to_end;
  for (std::size_t k = 0; k < std::min(most, started_); ++k) {
    ++workers_[k].calls;
    workers_[k].called.notify_one();
  }
}

// Signals are for the thread that waits for files, and looks whether it is to stop. A thread whose
// arithmetic would give other bits takes no part.
void Workers::serve(std::size_t place) {
#if !defined(_WIN32) && !defined(__EMSCRIPTEN__)
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
#endif
  if (!fault_of(float_environment()).empty()) return;
  Worker& self = workers_[place - 1];
  std::size_t seen = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ending_) {
    lock.unlock();
    wait_briefly([&] { return self.calls != seen; });
    lock.lock();
    ++asleep_;
    self.called.wait(lock, [&] { return self.calls != seen; });
    --asleep_;
    seen = self.calls;
    // Who wakes late may find the next loop, which called fewer: then its place is too high for it.
    if (!open_ || place >= pieces_) continue;
    ++inside_;
    lock.unlock();
    help(place);
    lock.lock();
    if (--inside_ == 0) left_.notify_one();
  }
}

std::size_t Workers::first_turn(std::size_t piece) const {
  const std::size_t units = (loop_.count + loop_.unit - 1) / loop_.unit;
  return std::min(start_of(piece, pieces_, units) * loop_.unit, loop_.count);
}

// First its own share, then what is left of others.
void Workers::help(std::size_t place) {
  const std::size_t shares = std::min(next_.size(), pieces_);
  for (std::size_t k = 0; k < shares; ++k) {
    const std::size_t share = (place + k) % shares;
    const std::size_t end = start_of(share + 1, shares, pieces_);
    for (std::size_t piece = next_[share]++; piece < end && !failed_; piece = next_[share]++) {
      try {
        loop_.make(loop_.of, {first_turn(piece), first_turn(piece + 1), place});
      } catch (...) {
        if (!failed_.exchange(true)) error_ = std::current_exception();
      }
    }
  }
}
