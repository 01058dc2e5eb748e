// What `stack` keeps of its runs, and files of them put together.
#pragma once

#include "files/stack_csv.h"

#include <cstdint>
#include <string>
#include <vector>

// The experiments that these files, shards of one `stack`, hold, put together. Throws
// std::runtime_error where they are of other seeds or sizes, or a run is missing or doubled, and
// names it.
std::vector<StackCsv> merged_stacks(const std::vector<std::string>& paths);

// The runs of the experiment that are not among its results, by cell and seed.
std::vector<std::string> missing_runs(const StackCsv& stack);
