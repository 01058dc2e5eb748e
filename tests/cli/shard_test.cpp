#include "cli/shard.h"

#include "test.h"

TEST(shard, takes_every_nth_run) {
  Shard shard;
  const Option option = shard_option(shard, "");
  const std::vector<int> runs = {10, 11, 12, 13, 14};
  CHECK(runs_in(shard, runs) == runs);
  option.set("2/3");
  CHECK(runs_in(shard, runs) == (std::vector<int>{11, 14}));
  option.set("7/9");
  CHECK(runs_in(shard, runs).empty());
  for (const char* wrong : {"0/3", "4/3", "1", "1/", "/3", "a/b", "1/3/5", ""}) {
    CHECK_THROWS(UsageError, option.set(wrong),
                 "--shard expects I/N with I from 1 to N, such as 1/3, but got \"" +
                     std::string(wrong) + "\"");
  }
}

TEST(shard, merging_takes_files_and_nothing_that_shapes_runs) {
  check_merge({"a"}, {"--merge", "--out"}, {"--merge", "--out"});
  CHECK_THROWS(UsageError, check_merge({}, {"--merge"}, {"--merge"}),
               "--merge expects the files of the shards: --merge FILE...");
  CHECK_THROWS(UsageError, check_merge({"a"}, {"--lr", "--merge"}, {"--merge"}),
               "--merge takes its runs from the files: expected no --lr");
}
