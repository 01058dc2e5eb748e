#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <fstream>

namespace {

// What it prints of the measured time is another each time.
std::string without_times(const std::string& text) {
  const std::size_t start = text.find("Measured here");
  if (start == std::string::npos) return text;
  return text.substr(0, start) + text.substr(text.find("\n\n", start));
}

}  // namespace

TEST(stack_command, prints_claim_table_finding_and_verdict) {
  const std::string out = succeeds({"stack", "cost", "--quick"});
  CHECK(has(out, "cost: A layer costs time and memory that grow with the square"));
  CHECK(has(out, "\n128          9.18e+05    1.49          0.571    3.12e+05    1.34\n"));
  CHECK(has(out, "\nVerdict: holds when sequences are longer than about 6 d-model.\n"));
  CHECK(has(out, " over seed 0)"));
  CHECK(has(run({"stack", "cost", "--quick", "--seeds=4,3"}).out, " over seed 3,4)"));
  CHECK(!has(out, "start:"));
  CHECK(
      has(run({"stack", "cost", "--quick", "--json"}).out, "{\"experiments\":[{\"name\":\"cost\""));
}

TEST(stack_command, takes_all_experiments_where_none_is_named) {
  const Folder folder;
  succeeds({"stack", "--quick", "--shard=4096/4096", "--out", folder / "o", "--report",
            folder / "page"});
  CHECK(has(read_file(folder / "page"), "<code>posembed stack --quick --report FILE</code>"));
  CHECK_EQ(folder.names("o"), "attention.csv cost.csv data.csv depth.csv encodings.csv start.csv");
}

TEST(stack_command, is_byte_for_byte_the_same_for_any_jobs_and_shards) {
  const Folder folder;
  const Arguments start = {"stack", "start", "--quick", "--seeds=3"};
  const std::string whole = succeeds(
      with(start, {"--jobs=1", "--out", folder / "whole", "--report", folder / "whole.html"}));
  CHECK(has(whole, "over seed 3)"));
  const std::string bytes = read_file(folder / "whole/start.csv");
  succeeds(with(start, {"--shard=1/2", "--jobs=3", "--out", folder / "1"}));
  CHECK(!has(succeeds(with(start, {"--shard=2/2", "--out", folder / "2"})), "Finding"));
  const std::string merged =
      succeeds({"stack", "--merge", folder / "2/start.csv", folder / "1/start.csv", "--out",
                folder / "merged", "--report", folder / "merged.html"});
  CHECK_EQ(merged, whole);
  CHECK(read_file(folder / "merged/start.csv") == bytes);
  std::ofstream(folder / "many.csv") << "command,seeds,configuration,seed,quantity,at,value\n"
                                        "stack depth,0..199999,pre: 1 layer,0,loss,1,61.6\n";
  CHECK(has(run({"stack", "--merge", folder / "many.csv"}).err,
            ", line 2: expected at most 1000000 runs, found seeds 0..199999\n"));
  const std::string page = read_file(folder / "whole.html");
  CHECK(read_file(folder / "merged.html") == page);
  CHECK(has(page, "<code>posembed stack start --quick --seeds 3 --report FILE</code>"));
  CHECK_EQ(run({"stack", "start", "--out", folder.path, "--report", folder / "start.csv"}).status,
           2);
  fails({"stack", "--merge", folder / "1/start.csv"},
        "these files lack 3 runs, the first of them stack start --quick, + "
        "feed-forward, seed 3");
}

TEST(stack_command, refuses_what_is_wrong) {
  refuses_usage({"stack", "detph"}, "unknown experiment \"detph\"; did you mean depth?");
  refuses_usage({"stack", "--merge"}, "--merge expects the files of the shards: --merge FILE...");
  refuses_usage({"stack", "--merge", "a", "--quick"},
                "--merge takes its runs from the files: expected no --quick");
  refuses_usage({"stack", "--shard=4/3"},
                "--shard expects I/N with I from 1 to N, such as 1/3, but got \"4/3\"");
  CHECK_EQ(run({"stack", "cost", "--out=/nowhere/there"}).status, 1);
}

TEST(stack_command, shows_times_in_a_table_of_their_own) {
  CHECK_EQ(without_times(run({"stack", "cost", "--quick"}).out),
           without_times(run({"stack", "cost", "--quick"}).out));
}
