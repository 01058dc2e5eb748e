// The losses of a run as CSV, for spreadsheets: epoch,last_batch_loss,mean_loss.
#pragma once

#include "files/output_file.h"
#include "training/trainer.h"

#include <string>

// Written line by line, so that `tail -f` shows how the run gets on. Numbers are the shortest
// decimals that read back as the same double.
class LossLog {
 public:
  // Throws std::runtime_error, as all members do, where the file cannot be written.
  explicit LossLog(const std::string& path);

  // Writes the epoch that the trainer's last step ended.
  void write_epoch(const Trainer& trainer);
  void finish() { file_.finish(); }

 private:
  OutputFile file_;
};
