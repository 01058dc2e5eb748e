// What the commands that train many times share: which runs, files of their numbers, shards of
// them put together, Ctrl-C.
#pragma once

#include "cli/named_files.h"
#include "experiments/runs.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// The runs at work.
struct RunsAtWork {
  const Given& given;
  const Console& console;
  OutputFiles files;  // a CSV file for each of `all`, then the picture
  std::vector<Runs> all;
  Shard shard;
};

struct ManyRuns {
  // The runs that the command line asks for.
  std::function<std::vector<Runs>(const Given& given)> asked;
  // Those of a command that a file names, such as `sweep --epochs 2`: its name and its options, and
  // what it plans. Throws std::runtime_error where no run can be so.
  std::string name;
  Options options;
  std::function<Runs(const Given& given, const std::vector<std::uint64_t>& seeds)> planned;
  // What is printed of the runs that are made, and drawn in the last of the files.
  void (*say)(RunsAtWork& work);
};

// --seeds, --jobs, --out (of a `kind`: FILE or FOLDER), --resume, --shard, --merge, and `words`:
// the files to merge.
Options run_options(const std::string& default_seeds, const std::string& kind, const Option& words);

// Makes those of the runs asked for that are the shard's and not in the files of --resume; or else
// puts the files of --merge together. Writes what is measured, also meanwhile. Returns the exit
// status. Throws UsageError where options contradict each other.
int make_many(const ManyRuns& many, const Given& given, const Console& console);
