// The files that a training run reads and writes, and their options.
#pragma once

#include "cli/options.h"
#include "files/file.h"
#include "files/safetensors.h"
#include "lesson/snapshots.h"
#include "training/trainer.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

struct TrainFiles {
  std::string data;
  std::string dump_data;
  std::string save;
  std::uint64_t save_every = 0;  // 0: only at the end
  std::string resume;
  std::string log;
  std::string trace;
  std::string report;
};

// --data FILE, kept in `files`.
Option data_option(TrainFiles& files);
std::vector<Option> file_options(TrainFiles& files);

// Throws UsageError where two of the files, which are given as option and path, are one.
void require_different_files(const std::vector<std::pair<std::string, std::string>>& files);

// Throws UsageError where two files that the run writes are one, or --save-every has no --save.
void check_files(const TrainFiles& files);

// Takes the settings of a checkpoint's run, and adds their options to those given. What the command
// line gave must agree, but for a larger --epochs; throws UsageError with both values where it does
// not, and std::runtime_error where the file has no such settings.
void take_settings(Settings& settings, std::set<std::string>& given, const Safetensors& file,
                   const std::string& name);

// Reads files.data, where it was given. Sizes that the command line did not give follow from
// it; throws UsageError where one that it gave is too small.
std::optional<Sequences> load_data(const TrainFiles& files, Settings& settings,
                                   const std::set<std::string>& given);

// What a training run writes besides its lines.
class TrainOutputs {
 public:
  // Throws std::runtime_error where a file cannot be written: now, not after the last epoch.
  TrainOutputs(const TrainFiles& files, const Trainer& trainer);

  void before_step(const Trainer& trainer);
  void after_step(const Trainer& trainer);
  // At the end, or where Ctrl-C stopped the run.
  void finish(const Trainer& trainer);
  // Where the run failed: what it wrote so far helps to see why, but is no checkpoint.
  void close();

 private:
  void save(const Trainer& trainer) const;

  TrainFiles files_;
  std::optional<OutputFile> log_;
  std::optional<OutputFile> trace_;
  std::optional<Snapshots> snapshots_;  // where a report is asked for
};
