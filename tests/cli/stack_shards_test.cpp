#include "cli/stack_shards.h"

#include "folder.h"
#include "test.h"

#include <fstream>

namespace {

// A file of the start experiment with all its cells of that seed, but the first `lacking`.
std::string shard(const Folder& folder, const std::string& name, std::uint64_t seed,
                  std::size_t lacking = 0, const std::string& seeds = "0,1") {
  StackCsv stack = {find_experiment("start"), StackSize::kQuick, seeds, {}};
  const std::vector<Cell> cells = stack.experiment->cells(stack.size);
  for (std::size_t k = lacking; k < cells.size(); ++k) {
    stack.results.add(cells[k].name, seed, {{"x", 0, 1}});
  }
  std::ofstream out(folder / name, std::ios::binary);
  write_stack_csv(out, stack);
  return folder / name;
}

}  // namespace

TEST(stack_shards, are_put_together) {
  const Folder folder;
  const std::string a = shard(folder, "a", 0);
  const std::string b = shard(folder, "b", 1);
  const std::vector<StackCsv> stacks = merged_stacks({b, a});
  CHECK_EQ(stacks.size(), 1U);
  CHECK(stacks[0].results.has("attention", 0) && stacks[0].results.has("attention", 1));
  CHECK(missing_runs(stacks[0]).empty());
}

TEST(stack_shards, missing_and_doubled_runs_and_other_seeds_are_named) {
  const Folder folder;
  const std::string a = shard(folder, "a", 0);
  const std::string less = shard(folder, "less", 1, 2);
  const std::string other = shard(folder, "other", 1, 0, "1,2");
  const std::string foreign = shard(folder, "foreign", 7);
  const std::string wrong = shard(folder, "wrong", 7, 0, "1..x");
  CHECK_THROWS(std::runtime_error, merged_stacks({a, less}),
               "these files lack 2 runs, the first of them start, attention, seed 1");
  CHECK_THROWS(std::runtime_error, merged_stacks({a, a}),
               a + ": an earlier file has + feed-forward, seed 0, too");
  CHECK_THROWS(std::runtime_error, merged_stacks({a, other}),
               other + ": expected the seeds and the size of the files before it, 0,1, found 1,2");
  CHECK_THROWS(std::runtime_error, merged_stacks({foreign}),
               foreign + ": expected seeds of 0,1, found seed 7");
  CHECK_THROWS(std::runtime_error, merged_stacks({wrong}),
               wrong +
                   ": --seeds expects whole numbers and ranges such as 0..999 or 1,5,10..20, "
                   "but got \"1..x\"");
}
