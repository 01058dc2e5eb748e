// The files that a training run reads and writes, and their options.
#pragma once

#include "cli/console.h"
#include "cli/options.h"
#include "files/output_file.h"
#include "files/run_log.h"
#include "files/safetensors.h"
#include "lesson/snapshots.h"
#include "training/trainer.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

struct TrainFiles {
  std::string data;
  std::string dump_data;
  std::string save;
  std::uint64_t save_every = 0;  // 0: only at the end
  std::string resume;
  std::string log;
  std::string trace;
  std::string errors;
  std::string report;
};

// --data FILE, kept in `files`.
Option data_option(TrainFiles& files);
std::vector<Option> file_options(TrainFiles& files);

// Throws UsageError where a file that the run writes is also another of its files, or --save-every
// has no --save.
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

// What a training run writes besides its lines. A file that fails costs no other.
class TrainOutputs {
 public:
  // Throws std::runtime_error where a file could not be written, and touches none.
  TrainOutputs(const TrainFiles& files, Failures& failures);

  // Goes on with the log of the checkpoint's run. Throws std::runtime_error where it is another's.
  void resume(const Safetensors& checkpoint, const Trainer& trainer);
  // Opens what is written in place; a FIFO waits here for its reader.
  void open();
  bool any_is_wanted() const;

  void before_training(const Trainer& trainer);
  void before_step(const Trainer& trainer);
  void after_step(const Trainer& trainer);
  // At the end, or where Ctrl-C stopped the run.
  void finish(Trainer& trainer);
  // Where the run failed: what it wrote so far helps to see why, but is no checkpoint.
  void close();

 private:
  template <class Work>
  void attempt(OutputFile& file, const Work& work);
  void save(const Trainer& trainer);

  TrainFiles files_;
  Failures& failures_;
  OutputFile dump_data_;
  OutputFile save_;
  OutputFile log_;
  OutputFile trace_;
  OutputFile errors_;
  OutputFile report_;
  std::string log_start_ = std::string(kLogHeads) + "\n";
  std::string log_line_;  // of the last epoch done: a checkpoint has it, to know its log by
  std::optional<Snapshots> snapshots_;  // where a report is asked for
};
