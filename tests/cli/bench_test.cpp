#include "run.h"
#include "test.h"

TEST(bench_command, times_the_sizes_given) {
  const std::string out = succeeds({"bench", "--rounds=1", "--samples=32", "--d-model=8"});
  CHECK(starts_with(out, "given: vocab-size 100, max-seq-len 20, d-model 8, batch-size 32\n"));
  CHECK(has(out, "this machine: copies "));
  const std::size_t used = out.find("the process used ");  // where it is known
  const std::string peak = used == std::string::npos ? "MB" : out.substr(used, 32);
  CHECK(peak.find("MB") != std::string::npos || peak.find("GB") != std::string::npos);
  CHECK(!has(out, "growth"));
  CHECK(starts_with(run({"bench", "--json", "--rounds=1", "--samples=32"}).out, "{\"settings\":["));
  CHECK_EQ(run({"bench", "--epochs=3"}).status, 2);
}

TEST(bench_command, times_a_step_in_several_threads) {
  const auto timed = [](const char* threads) {
    return run({"bench", "--rounds=1", "--samples=32", "--layers=1", "--threads", threads}).out;
  };
  CHECK(!has(timed("1"), " threads: "));
  const std::string out = timed("3");
  CHECK(has(out, ";\n  2 threads: "));
  CHECK(out.find(" us, ") < out.find(" times as fast\n  3 threads: "));
  CHECK(!has(out, "4 threads"));
}
