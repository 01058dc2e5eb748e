// What sweep, compare and stack share, on small sweeps and comparisons.
#include "cli/many_runs.h"

#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <fstream>
#include <new>

namespace {

Arguments small(const std::string& command, const Arguments& more) {
  return with({command, "-q", "--seeds=0..2", "--samples=40", "--epochs=2"}, more);
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST(many_runs, of_a_comparison_are_put_together_and_go_on_too) {
  const Folder folder;
  const std::string whole = succeeds(small("compare", {"--out", folder / "whole"}));
  const std::string bytes = read_file(folder / "whole");
  CHECK(has(bytes, "\ncompare --samples 40 --epochs 2,0..2,sinusoidal 0.003,1,final loss,0,"));
  for (const std::string i : {"1", "2"}) {
    CHECK_EQ(succeeds(small("compare", {"--out", folder / i, "--shard", i + "/2"})), "");
  }
  CHECK_EQ(succeeds({"compare", "--merge", folder / "2", folder / "1", "--out", folder / "merged"}),
           whole);
  CHECK(read_file(folder / "merged") == bytes);
  fails({"compare", "--merge", folder / "1"},
        "these files lack 13 runs, the first of them compare --samples 40 --epochs 2, "
        "learned 0.003, seed 0");
  CHECK_EQ(run(small("compare", {"--out", folder / "1", "--resume"})).out, whole);
  CHECK(read_file(folder / "1") == bytes);
  succeeds(small("compare", {"--lr=0.001", "--out", folder / "one"}));
  CHECK(has(read_file(folder / "one"), "\ncompare --samples 40 --epochs 2 --lr 0.001,"));
  succeeds({"compare", "--merge", folder / "one"});
}

TEST(many_runs, of_other_commands_or_seeds_are_refused) {
  const Folder folder;
  succeeds(small("sweep", {"--out", folder / "a", "--shard=1/2"}));
  const std::string text = read_file(folder / "a");
  const auto refuses = [&](const char* from, const char* to, const std::string& message) {
    std::ofstream(folder / "b", std::ios::binary) << changed(text, from, to);
    fails({"sweep", "--merge", folder / "a", folder / "b"}, (folder / "b") + message);
  };
  refuses("sweep", "sweep", ": an earlier file has learned, seed 0, too");
  const std::string own = ": expected runs of \"sweep --samples 40 --epochs 2 --seeds 0..2\", ";
  refuses(",0..2,", ",0..3,", own + "found \"sweep --samples 40 --epochs 2 --seeds 0..3\"");
  refuses("--samples 40", "--samples 41",
          own + "found \"sweep --samples 41 --epochs 2 --seeds 0..2\"");
  refuses(" 2,0..2,", " 2 --data x,0..2,",
          own + "found \"sweep --samples 40 --epochs 2 --data x --seeds 0..2\"");
  refuses(
      "sweep ", "sweep --help ",
      ", line 2: expected runs of sweep, found those of \"sweep --help --samples 40 --epochs 2\"");
  refuses("sweep ", "compare ",
          ", line 2: expected runs of sweep, found those of \"compare --samples 40 --epochs 2\"");
  refuses(
      "--epochs 2", "--epochs 02",
      ", line 2: expected \"sweep --samples 40 --epochs 2\", found \"sweep --samples 40 --epochs "
      "02\"");
  refuses("--epochs 2", "--epochs 0", ", line 2: expected runs of an epoch or more");
  refuses(
      "--samples 40", "--encoding rotary --samples 40",
      ", line 2: --encoding rotary needs self-attention: expected --layers of at least 1, got 0");
  refuses(
      ",0..2,", ",0..x,",
      ", line 2: --seeds expects whole numbers and ranges such as 0..999 or 1,5,10..20, but got "
      "\"0..x\"");
  refuses("--samples 40", "--smaples 40",
          ", line 2: unknown option --smaples; did you mean --samples?");
  const std::string header = text.substr(0, text.find('\n') + 1);
  std::ofstream(folder / "b", std::ios::binary) << header;
  fails({"sweep", "--merge", folder / "b"}, "these files hold no run");
  succeeds(small("sweep", {"--out", folder / "b", "--resume"}));
  succeeds({"sweep", "--merge", folder / "b"});
}

TEST(many_runs, with_data_know_which) {
  const Folder folder;
  std::ofstream(folder / "d") << "1 2 3\n4 5\n";
  std::ofstream(folder / "e") << "1 2 3\n5 4\n";  // of the same sizes
  const Arguments rest = {"-q", "--seeds=0,1", "--epochs=1", "--out", folder / "o"};
  for (const std::string command : {"sweep", "compare"}) {
    const Arguments words = with({command}, rest);
    succeeds(with(words, {"--data", folder / "d"}));
    succeeds(with(words, {"--data", folder / "d", "--resume"}));
    CHECK_EQ(run(with(words, {"--data", folder / "e", "--resume"})).status, 1);
    succeeds({command, "--merge", folder / "o"});
  }
}

TEST(many_runs, of_a_stack_stopped_by_ctrl_c_go_on) {
  const Folder folder;
  Arguments start = {"stack", "start", "--quick", "-q", "--jobs=1", "--out", folder / "o"};
  int asked = 0;
  const Outcome stopped = run(start, [&] { return ++asked > 16; });
  CHECK_EQ(stopped.status, 130);
  CHECK_EQ(
      stopped.err,
      "posembed: stopped with 4 of 7 runs done; missing: 3 runs, the first of them stack start "
      "--quick, skip + pre, seed 0\n");
  CHECK(!has(stopped.out, "Finding"));
  const std::string some = read_file(folder / "o/start.csv");
  CHECK(has(some, ",+ norm before,0,"));
  start.push_back("--resume");
  const std::string resumed = run(start).out;
  const std::string bytes = read_file(folder / "o/start.csv");
  CHECK_EQ(bytes.substr(0, some.size()), some);
  start.pop_back();
  CHECK_EQ(run(start).out, resumed);
  CHECK(read_file(folder / "o/start.csv") == bytes);
}

TEST(many_runs, are_written_where_memory_ends) {
  const Folder folder;
  const Arguments start = {"stack", "start", "--quick", "-q", "--jobs=1", "--out", folder / "o"};
  int asked = 0;
  CHECK_EQ(run(start, [&] { return ++asked > 16 ? throw std::bad_alloc() : false; }).status, 1);
  CHECK(has(read_file(folder / "o/start.csv"), ",+ norm before,0,"));
}

TEST(many_runs, of_several_experiments_are_in_their_order_and_of_the_same_seeds) {
  const Folder folder;
  const auto with = [&](const std::string& seeds, const std::string& name) {
    return run({"stack", "start", "cost", "--quick", "-q", seeds, "--out", folder / name}).out;
  };
  const std::string whole = with("--seeds=3", "o");
  CHECK_EQ(run({"stack", "--merge", folder / "o/start.csv", folder / "o/cost.csv"}).out, whole);
  CHECK(with("--seeds=4", "p") != whole);
  CHECK(has(run({"stack", "--merge", folder / "o/start.csv", folder / "p/cost.csv"}).err,
            ": expected runs of \"stack start --quick --seeds 3\", found \"stack cost --quick"));
}
