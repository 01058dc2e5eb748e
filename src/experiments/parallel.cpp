#include "core/strict_float.h"

#include "experiments/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

void do_pieces(std::size_t count, std::size_t jobs, const PieceOfWork& piece,
               const Stopped& stopped) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;  // of handing in, and error
  std::exception_ptr error;
  const Stopped stopped_or_failed = [&] { return failed || stopped(); };
  const auto work = [&] {
    try {
      for (std::size_t k = next++; k < count; k = next++) {
        const HandIn hand_in = piece(k, stopped_or_failed);
        if (!hand_in) return;
        const std::lock_guard<std::mutex> lock(mutex);
        hand_in();
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      failed = true;
      if (!error) error = std::current_exception();
    }
  };
  // This thread works, too; where the machine gives no more of them, fewer do it all.
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < std::min(jobs, count)) others.emplace_back(work);
  } catch (const std::system_error&) {
  }
  work();
  for (std::thread& other : others) other.join();
  if (error) std::rethrow_exception(error);
}
