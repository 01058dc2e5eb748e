// What the commands that train many times share: which runs, files of their numbers, shards of
// them put together, Ctrl-C.
#pragma once

#include "cli/named_files.h"
#include "files/runs_csv.h"

#include <cstdint>
#include <string>
#include <vector>

struct ManyRuns {
  Given given;
  // The runs of a command that a file names.
  Planned planned;
  // What is printed of the runs, and drawn in the last of the files; `is_whole` where all are made.
  void (*say)(const Given& given, const std::vector<Runs>& all, bool is_whole, OutputFiles& files,
              const Console& console);
};

// --seeds, --jobs, --out (of a `kind`: FILE or FOLDER), --resume, --shard, --merge, and `words`:
// the files to merge.
std::vector<Option> run_options(const std::string& default_seeds, const std::string& kind,
                                const Option& words);

// Whether the files are to be merged. Throws UsageError where options contradict each other.
bool is_merge(const Given& given);

// Makes those of the runs that are the shard's and not in the files of --resume; writes what
// is measured, also meanwhile. Returns the exit status.
int make_all(const ManyRuns& many, std::vector<Runs> all, const Console& console);
// Puts the files together that the command line names.
int merge_files(const ManyRuns& many, const Console& console);

// The options of a command that a file names, such as `sweep --epochs 2`. Throws
// std::runtime_error.
Given read_command(const std::string& command, const std::string& name,
                   const std::vector<Option>& options);

// Throws std::runtime_error where the command that was read is not as we write it, or no run can
// have its settings.
void require_read(const std::string& command, const std::string& written,
                  const Settings& settings = {});
