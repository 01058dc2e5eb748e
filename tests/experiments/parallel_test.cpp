#include "experiments/parallel.h"

#include "test.h"

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

TEST(parallel, does_each_piece_once_and_hands_in_one_at_a_time) {
  for (const std::size_t jobs : {1U, 2U, 5U, 400U}) {
    CONTEXT("jobs " << jobs);
    std::vector<int> done(100);
    int handing_in = 0;
    do_pieces(
        100, jobs,
        [&](std::size_t k, const Stopped&) -> HandIn {
          return [&, k] {
            CHECK_EQ(++handing_in, 1);
            ++done[k];
            --handing_in;
          };
        },
        [] { return false; });
    CHECK(done == std::vector<int>(100, 1));
  }
}

TEST(parallel, begins_no_more_once_one_was_stopped_and_rethrows) {
  std::atomic<int> begun{0};
  const auto stopped_at_third = [&](std::size_t, const Stopped& stopped) -> HandIn {
    ++begun;
    if (stopped()) return nullptr;
    return [] {};
  };
  do_pieces(100, 1, stopped_at_third, [&] { return begun == 3; });
  CHECK_EQ(begun.load(), 3);
  const auto fails = [](std::size_t k, const Stopped&) -> HandIn {
    if (k == 1) throw std::runtime_error("one");
    return [] {};
  };
  CHECK_THROWS(std::runtime_error, do_pieces(9, 2, fails, [] { return false; }), "one");
}
