// What a training run writes besides its lines.
#pragma once

#include "cli/train_files.h"
#include "files/loss_log.h"
#include "files/trace.h"
#include "lesson/snapshots.h"
#include "training/trainer.h"

#include <optional>

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
  void write_report(const Trainer& trainer);

  TrainFiles files_;
  std::optional<LossLog> log_;
  std::optional<Trace> trace_;
  std::optional<Snapshots> snapshots_;  // where a report is asked for
};
