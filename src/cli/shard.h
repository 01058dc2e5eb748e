// A part of many runs, so that several machines can share them.
#pragma once

#include "cli/options.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

// Every `count`-th run from the `first` on, counted from 1.
struct Shard {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

// --shard I/N, kept in `target`.
Option shard_option(Shard& target, const std::string& help);

// --jobs N, kept in `target`: how many runs at a time, by default one per processor.
Option jobs_option(std::uint64_t& target);

// Those of the runs that are the shard's.
template <class Run>
std::vector<Run> runs_in(const Shard& shard, const std::vector<Run>& runs) {
  std::vector<Run> own;
  for (std::size_t k = 0; k < runs.size(); ++k) {
    if (k % shard.count == shard.first - 1) own.push_back(runs[k]);
  }
  return own;
}

// --merge and the files that it takes, which are the command line's other words: throws UsageError
// where it has none, or options besides those of `with_merge`.
void check_merge(const std::vector<std::string>& files, const std::set<std::string>& given,
                 const std::set<std::string>& with_merge);
