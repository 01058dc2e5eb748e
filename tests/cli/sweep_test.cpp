#include "folder.h"
#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

#include <fstream>

namespace {

Arguments small(const Arguments& more) {
  return with({"sweep", "-q", "--seeds=0..10", "--samples=40", "--epochs=2"}, more);
}

}  // namespace

TEST(sweep_command, prints_the_spread_and_writes_every_loss) {
  const Folder folder;
  const std::string out =
      succeeds({"sweep", "-q", "--seeds=7,0", "--epochs=2", "--out", folder / "o"});
  CHECK(starts_with(out, "loss over 2 runs, seed 0,7\n\nepoch   minimum"));
  CHECK(has(out, "The published curve lies "));
  const std::string csv = read_file(folder / "o");
  CHECK(has(csv, "\nsweep --epochs 2,\"0,7\",learned,0,last batch loss,1,61.6174201965332\n"));
  const std::string alone = run({"-q", "--seed=7", "--epochs=2"}).out;
  CHECK(has(csv, ",7,last batch loss,2," + alone.substr(alone.rfind(' ') + 1)));
}

TEST(sweep_command, is_byte_for_byte_the_same_for_any_jobs_and_shards) {
  const Folder folder;
  succeeds(small({"--out", folder / "o", "--jobs=1"}));
  const std::string whole = read_file(folder / "o");
  for (const char* jobs : {"--jobs=2", "--jobs=7"}) {
    CONTEXT("jobs " << jobs);
    succeeds(small({"--out", folder / "o", jobs}));
    CHECK(read_file(folder / "o") == whole);
  }
  for (const char* i : {"1", "2", "3"}) {
    CONTEXT("i " << i);
    succeeds(small({"--out", folder / i, "--shard", std::string(i) + "/3"}));
  }
  const std::string merged = succeeds(
      {"sweep", "--merge", folder / "2", folder / "3", folder / "1", "--out", folder / "o"});
  CHECK(read_file(folder / "o") == whole);
  CHECK_EQ(merged, run(small({})).out);
  fails({"sweep", "--merge", folder / "1", folder / "3"}, "these files lack seed 1,4,7,10");
  const std::string many = "/" + std::to_string(UINT64_MAX);  // the third of so many is one seed
  CHECK(has(run(small({"--shard", "3" + many})).out, "loss over 1 runs, seed 2\n"));
}

TEST(sweep_command, of_layers_has_the_losses_of_each_run_alone_and_resumes) {
  const Folder folder;
  const Arguments options = {"--layers=1", "--encoding=rotary", "--target=previous", "--warmup=2"};
  succeeds(with(small({"--out", folder / "o"}), options));
  const std::string whole = read_file(folder / "o");
  const std::string alone =
      succeeds(with({"-q", "--seed=7", "--samples=40", "--epochs=2"}, options));
  CHECK(has(whole, ",7,last batch loss,2," + alone.substr(alone.rfind(' ') + 1)));
  std::ofstream(folder / "o") << whole.substr(
      0, whole.find("\n", whole.find(",2,last batch loss,2,")) + 1);
  succeeds(with(small({"--out", folder / "o", "--resume"}), options));
  CHECK(read_file(folder / "o") == whole);
  CHECK_EQ(run(small({"--out", folder / "o", "--resume", "--layers=1"})).status, 1);
}

TEST(sweep_command, stopped_by_ctrl_c_keeps_what_is_done_and_resumes) {
  const Folder folder;
  succeeds(small({"--out", folder / "o"}));
  const std::string whole = read_file(folder / "o");
  int asked = 0;
  // Before the 18th step, the second of the fifth run: two epochs of two batches are four.
  const Outcome stopped =
      run(small({"--out", folder / "o", "--jobs=1"}), [&] { return ++asked == 18; });
  CHECK_EQ(stopped.status, 130);
  CHECK_EQ(asked, 18);
  CHECK_EQ(stopped.err, "posembed: stopped with 4 of 11 runs done; missing: seed 4..10\n");
  CHECK(has(stopped.out, "loss over 4 runs, seed 0..3\n"));
  CHECK(whole.rfind(read_file(folder / "o"), 0) == 0);
  succeeds(small({"--out", folder / "o", "--resume"}));
  CHECK(read_file(folder / "o") == whole);
  CHECK_EQ(run(small({"--out", folder / "o", "--resume", "--lr=0.1"})).status, 1);
  CHECK(read_file(folder / "o") == whole);
}

TEST(sweep_command, one_output_that_fails_costs_neither_the_other_nor_the_table) {
  const Folder folder;
  const Outcome wrong = run(small({"--out", folder / "o", "--plot", folder / "none/p"}));
  CHECK_EQ(wrong.status, 1);
  CHECK_EQ(wrong.out, "");
  CHECK_EQ(folder.names(), "");
  CHECK_EQ(run(small({"--out", folder / "o", "--plot", folder / "./o"})).status, 2);
  if (!std::filesystem::exists("/dev/full")) SKIP("no /dev/full");
  const std::string table = run(small({"--out", folder / "o"})).out;
  const std::string error = "posembed: cannot write /dev/full: No space left on device\n";
  for (const Arguments& arguments :
       {small({"--out=/dev/full", "--plot", folder / "p"}),
        Arguments{"sweep", "--merge", folder / "o", "--out=/dev/full", "--plot", folder / "p"}}) {
    std::filesystem::remove(folder / "p");
    const Outcome outcome = run(arguments);
    CHECK_EQ(outcome.status, 1);
    CHECK_EQ(outcome.err, error);
    CHECK_EQ(outcome.out, table);
    CHECK(has(read_file(folder / "p"), "</svg>"));
  }
}

TEST(sweep_command, merges_into_one_of_its_shards_but_draws_over_none) {
  const Folder folder;
  for (const char* i : {"1", "2"}) {
    CONTEXT("i " << i);
    succeeds(small({"--out", folder / i, "--shard", std::string(i) + "/2"}));
  }
  CHECK_EQ(run({"sweep", "--merge", folder / "1", folder / "2", "--plot", folder / "./2"}).status,
           2);
  succeeds({"sweep", "--merge", folder / "1", folder / "2", "--out", folder / "./2"});
  succeeds(small({"--out", folder / "whole"}));
  CHECK(read_file(folder / "2") == read_file(folder / "whole"));
}

TEST(sweep_command, counts_the_runs_of_its_own_shard) {
  const Folder folder;
  succeeds(small({"--out", folder / "o", "--shard=1/2"}));
  const Outcome stopped =
      run(small({"--out", folder / "o", "--shard=2/2", "--resume"}), [] { return true; });
  CHECK_EQ(stopped.status, 130);
  CHECK_EQ(stopped.err, "posembed: stopped with 0 of 5 runs done; missing: seed 1,3,5,7,9\n");
  succeeds(small({"--out", folder / "o", "--shard=2/2", "--resume"}));
}

TEST(sweep_command, diverged_runs_are_named_and_left_out) {
  const Folder folder;
  const std::string out = succeeds(small({"--lr=1e19", "--out", folder / "o"}));
  CHECK(has(out, "diverged and left out: 11 runs, seed 0..10\n"));
  CHECK(has(out, "no run is left\n"));
  CHECK(has(read_file(folder / "o"), ",0,last batch loss,2,\n"));
  CHECK_EQ(run(small({"--lr=1e19", "--plot", folder / "o"})).err,
           "posembed: no run is left to draw in " + folder / "o" + "\n");
}

TEST(sweep_command, refuses_what_does_not_go_together) {
  refuses_usage({"sweep", "--merge"}, "--merge expects the files of the shards: --merge FILE...");
  refuses_usage({"sweep", "a.csv"}, "unexpected argument \"a.csv\"; files are for --merge");
  refuses_usage({"sweep", "--merge", "a", "--lr=1"},
                "--merge takes its runs from the files: expected no --lr");
  refuses_usage({"sweep", "--resume"}, "--resume expects what to go on with: --out");
  refuses_usage({"sweep", "--out=x", "--plot=x"},
                "--out and --plot expect two files, but both got \"x\"");
  refuses_usage({"sweep", "--epochs=0"}, "--epochs expects at least 1 for a sweep, but got \"0\"");
  for (const char* shard : {"0/3", "4/3", "1", "1/", "/3", "a/b", "1/3/5", ""}) {
    refuses_usage({"sweep", "--shard", shard},
                  "--shard expects I/N with I from 1 to N, such as 1/3, "
                  "but got \"" +
                      std::string(shard) + "\"");
  }
  CHECK_EQ(run({"sweep", "--merge", "/nowhere/a.csv"}).status, 1);
  CHECK_EQ(run({"sweep", "--out=/nowhere/a.csv"}).status, 1);
}

TEST(sweep_command, says_every_number_as_json) {
  const std::string out = succeeds({"sweep", "--json", "-q", "--seeds=0,7", "--epochs=2"});
  CHECK(is_strict_json(out));
  CHECK(starts_with(out,
                    "{\"command\":\"sweep --epochs 2\",\"seeds\":\"0,7\",\n\"runs\":["
                    "{\"configuration\":\"learned\",\"seed\":0,\"measured\":{"
                    "\"last batch loss\":[61.6174201965332,58.08540344238281]}},\n"));
  CHECK(has(out, "\n\"spread\":[{\"epoch\":1,\"minimum\":"));
  CHECK(has(out, "\n{\"epoch\":2,\"minimum\":"));
  const Outcome diverged = run({"sweep", "--json", "-q", "--seeds=0", "--epochs=2", "--lr=1e19"});
  CHECK(is_strict_json(diverged.out));
  CHECK(has(diverged.out, "null]}}],\n\"spread\":[]}"));
  const Outcome nothing = run(small({"--json", "--shard=12/12"}));  // of 11 runs
  CHECK(is_strict_json(nothing.out));
  CHECK(has(nothing.out, "\"runs\":[],"));
}
