#include "core/strict_float.h"

#include "cli/stack_shards.h"

#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "files/file.h"

#include <algorithm>
#include <stdexcept>

namespace {

// Puts the runs of the file with those that were read before.
void merge(StackCsv& whole, const StackCsv& file, const std::string& path) {
  if (file.seeds != whole.seeds || file.size != whole.size) {
    refuse_file(path, "expected the seeds and the size of the files before it, " +
                          printable(whole.seeds) + ", found " + printable(file.seeds));
  }
  for (const auto& [cell, seeds] : file.results.cells()) {
    for (const auto& [seed, measurements] : seeds) {
      if (whole.results.has(cell, seed)) {
        refuse_file(path,
                    "an earlier file has " + cell + ", seed " + std::to_string(seed) + ", too");
      }
      whole.results.add(cell, seed, measurements);
    }
  }
}

// All of them, and nothing but them.
std::vector<std::uint64_t> seeds_of_file(const StackCsv& stack, const std::string& path) {
  try {
    return seeds_of(stack.seeds);
  } catch (const UsageError& error) {
    refuse_file(path, error.what());
  }
}

void require_seeds_of_file(const StackCsv& file, const std::string& path) {
  const std::vector<std::uint64_t> seeds = seeds_of_file(file, path);
  for (const auto& [cell, runs] : file.results.cells()) {
    for (const auto& [seed, measurements] : runs) {
      if (std::find(seeds.begin(), seeds.end(), seed) != seeds.end()) continue;
      refuse_file(path, "expected seeds of " + printable(file.seeds) + ", found seed " +
                            std::to_string(seed));
    }
  }
}

}  // namespace

std::vector<std::string> missing_runs(const StackCsv& stack) {
  std::vector<std::string> missing;
  for (const CellRun& run : runs_of({stack.experiment}, seeds_of(stack.seeds), stack.size)) {
    if (stack.results.has(run.cell.name, run.seed)) continue;
    missing.push_back(stack.experiment->name + (", " + run.cell.name) + ", seed " +
                      std::to_string(run.seed));
  }
  return missing;
}

std::vector<StackCsv> merged_stacks(const std::vector<std::string>& paths) {
  std::vector<StackCsv> all;
  for (const std::string& path : paths) {
    const StackCsv file = from_file(path, read_stack_csv);
    require_seeds_of_file(file, path);
    const auto same = std::find_if(all.begin(), all.end(), [&](const StackCsv& one) {
      return one.experiment == file.experiment;
    });
    if (same == all.end()) {
      all.push_back(file);
    } else {
      merge(*same, file, path);
    }
  }
  // In the order of the experiments, whatever that of the files.
  std::sort(all.begin(), all.end(),
            [](const StackCsv& a, const StackCsv& b) { return a.experiment < b.experiment; });
  for (const StackCsv& stack : all) {
    const std::vector<std::string> missing = missing_runs(stack);
    if (missing.empty()) continue;
    throw std::runtime_error("these files lack " + std::to_string(missing.size()) +
                             " runs, the first of them " + missing.front());
  }
  return all;
}
