#include "run.h"
#include "test.h"

TEST(bench_command, times_the_sizes_given) {
  const Outcome outcome = run({"bench", "--rounds=1", "--samples=32", "--d-model=8"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(
      outcome.out.rfind("given: vocab-size 100, max-seq-len 20, d-model 8, batch-size 32\n", 0),
      0U);
  CHECK(outcome.out.find("this machine: copies ") != std::string::npos);
  const std::size_t used = outcome.out.find("the process used ");  // where it is known
  const std::string peak = used == std::string::npos ? "MB" : outcome.out.substr(used, 32);
  CHECK(peak.find("MB") != std::string::npos || peak.find("GB") != std::string::npos);
  CHECK(outcome.out.find("growth") == std::string::npos);
  CHECK_EQ(run({"bench", "--json", "--rounds=1", "--samples=32"}).out.rfind("{\"settings\":[", 0),
           0U);
  CHECK_EQ(run({"bench", "--epochs=3"}).status, 2);
}

TEST(bench_command, times_a_step_in_several_threads) {
  const auto timed = [](const char* threads) {
    return run({"bench", "--rounds=1", "--samples=32", "--layers=1", "--threads", threads}).out;
  };
  CHECK(timed("1").find(" threads: ") == std::string::npos);
  const std::string out = timed("3");
  CHECK(out.find(";\n  2 threads: ") != std::string::npos);
  CHECK(out.find(" us, ") < out.find(" times as fast\n  3 threads: "));
  CHECK(out.find("4 threads") == std::string::npos);
}
