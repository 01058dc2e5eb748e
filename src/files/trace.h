// A digest of every tensor at every training step, so that `diff` finds where two machines
// part: the first differing line names the step and the tensor.
#pragma once

#include "files/output_file.h"
#include "training/trainer.h"

#include <string>

class Trace {
 public:
  explicit Trace(const std::string& path) : file_(path) {}

  // Writes what the step that the trainer made last computed, in the order of its computation:
  //   step 1 epoch 1 batch 1 loss 0x427f10f0
  //   step 1 gradient NAME DIGEST                   for every parameter
  //   step 1 value NAME DIGEST                      for every parameter, after the update
  // DIGEST is the first 16 digits of the SHA-256 of the tensor's floats, lowest byte first.
  // Throws std::runtime_error where the file cannot be written.
  void write_step(const Trainer& trainer);

  // Throws std::runtime_error where the file could not be written.
  void finish() { file_.finish(); }

 private:
  OutputFile file_;
};
