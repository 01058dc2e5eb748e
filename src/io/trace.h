// A line of digests for every training step, so that `diff` finds where two machines part.
#pragma once

#include "io/output_file.h"
#include "training/trainer.h"

#include <string>

class Trace {
 public:
  explicit Trace(const std::string& path) : file_(path) {}

  // Writes the line of the step that the trainer made last:
  //   step 1 epoch 1 batch 1 loss 0x4276783d NAME value DIGEST grad DIGEST ...
  // with, for every parameter, the first 16 digits of the SHA-256 of its value after the
  // update and of its gradient. Throws std::runtime_error where the file cannot be written.
  void write_step(const Trainer& trainer);

  // Throws std::runtime_error where the file could not be written.
  void finish() { file_.finish(); }

 private:
  OutputFile file_;
};
