// The files that a training run reads and writes, and their options.
#pragma once

#include "cli/named_files.h"
#include "files/run_log.h"
#include "files/safetensors.h"
#include "lesson/snapshots.h"
#include "training/trainer.h"

#include <chrono>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <vector>

// --data FILE
Option data_option();
Options file_options();

// Takes the settings of a checkpoint's run, and adds their options to those given. What the command
// line gave must agree, but for a larger --epochs; throws UsageError with both values where it does
// not, and std::runtime_error where the file has no such settings.
void take_settings(Settings& settings, Given& given, const Safetensors& file,
                   const std::string& name);

// Gives the trainer the held-out sequences that --validate asks for. Throws UsageError where its
// model has no room for those of a file.
void hold_out(Trainer& trainer, const Given& given);

// Reads the file of --data, where it is given. Sizes that the command line did not give follow from
// it; throws UsageError where one that it gave is too small.
std::optional<Sequences> load_data(Settings& settings, const Given& given);

// What a training run writes besides its lines. A file that fails costs no other.
class TrainOutputs {
 public:
  // Throws UsageError where a file that the run writes is also another of its files;
  // std::runtime_error where one could not be written, and touches none.
  TrainOutputs(const Given& given, const Console& console);

  // Goes on with the log and the best loss of the checkpoint's run. Throws std::runtime_error where
  // the log is another's.
  void resume(const Safetensors& checkpoint, Trainer& trainer);
  // Opens what is written in place; a FIFO waits here for its reader.
  void open() { outputs_.open(); }
  int status() { return outputs_.status(); }

  void before_training(const Trainer& trainer);
  void before_step(const Trainer& trainer);
  void after_step(const Trainer& trainer);
  // At the end, or where Ctrl-C stopped the run, or where it diverged: then of the steps before.
  // There is no checkpoint of weights that are not finite.
  void finish(Trainer& trainer);

  enum Output { kDumpData, kSave, kSaveBest, kLog, kTrace, kErrors, kReport };
  // The sequences are written before the training.
  bool is_any_wanted(std::initializer_list<Output> kinds = {kSave, kSaveBest, kLog, kTrace, kErrors,
                                                            kReport});

 private:
  using Clock = std::chrono::steady_clock;

  void attempt(Output which, const std::function<void(OutputFile& file)>& work);
  void save(Output which, const Trainer& trainer);
  void write_report(const RunSeen& run);
  void report_so_far(const Trainer& trainer);

  const Given& given_;
  OutputFiles outputs_;
  const std::string log_heads_;
  std::string log_start_;
  std::string log_line_;  // of the last epoch done: a checkpoint has it, to know its log by
  double best_loss_ = std::numeric_limits<double>::infinity();
  std::optional<Snapshots> snapshots_;  // where a report is asked for
  Clock::time_point reported_ = Clock::now();
};
