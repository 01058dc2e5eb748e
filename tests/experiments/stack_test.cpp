#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

#include <map>

namespace {

std::optional<Measurements> seed_of(const Settings& settings, const Stopped&) {
  return Measurements{{"seed", 0, static_cast<double>(settings.seed)}};
}

}  // namespace

TEST(stack, runs_are_all_cells_with_each_seed_and_those_without_draws_once) {
  const auto runs = runs_of({&kExperiments[0], &kExperiments[2]}, {4, 7}, StackSize::kQuick);
  const std::size_t once = stack_cost::cells(StackSize::kQuick).size();
  const std::size_t each = stack_depth::cells(StackSize::kQuick).size();
  CHECK_EQ(runs.size(), once + 2 * each);
  CHECK_EQ(runs[once].seed, 4U);
  CHECK_EQ(runs.back().seed, 7U);
  CHECK_EQ(runs.back().cell.settings.seed, 7U);
  for (const CellRun& run : runs) CHECK(run.work() > 0);
  CHECK_EQ(runs[once + 1].work(), 8U * 32 * 4);  // epochs, batches of 1000 sequences, layers
  CHECK_EQ(runs[2].work(), 30U * 4);             // untrained
  CHECK(find_experiment("data") == &kExperiments[4]);
  CHECK(find_experiment("nothing") == nullptr);
}

TEST(stack, each_run_is_made_and_handed_in) {
  std::vector<CellRun> runs;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Settings settings;
    settings.seed = seed;
    runs.push_back({kExperiments.data(), {"a", settings, seed_of}, seed});
  }
  std::map<std::uint64_t, double> made;
  make_runs(
      runs, 3,
      [&](const CellRun& run, const Measurements& all) { made[run.seed] = all.at(0).value; },
      [] { return false; });
  CHECK_EQ(made.size(), 20U);
  CHECK_EQ(made.at(13), 13.0);
}

TEST(stack, cells_of_every_experiment_are_well_formed) {
  for (const Experiment& one : kExperiments) {
    CONTEXT(one.name);
    for (const StackSize size : {StackSize::kFull, StackSize::kQuick}) {
      CHECK(is_well_formed(one.cells(size), one.tables(size), one.pictures(size)));
    }
  }
}
