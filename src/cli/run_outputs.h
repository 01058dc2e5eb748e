// What a training run writes besides its lines.
#pragma once

#include "cli/run_files.h"
#include "io/loss_log.h"
#include "io/trace.h"
#include "training/history.h"
#include "training/trainer.h"

#include <optional>

class RunOutputs {
 public:
  // Throws std::runtime_error where a file cannot be written: now, not after the last epoch.
  RunOutputs(const RunFiles& files, Trainer& trainer);

  void before_step(Trainer& trainer);
  void after_step(Trainer& trainer);
  // At the end, or where Ctrl-C stopped the run.
  void finish(Trainer& trainer);
  // Where the run failed: what it wrote so far helps to see why, but is no checkpoint.
  void close();

 private:
  void save(Trainer& trainer) const;
  void write_report(Trainer& trainer);

  RunFiles files_;
  std::optional<LossLog> log_;
  std::optional<Trace> trace_;
  std::optional<History> history_;  // where a report is asked for
};
