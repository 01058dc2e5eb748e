// What a run writes as it goes on: its losses, and digests of all that it computes.
#pragma once

#include "training/trainer.h"

#include <ostream>

// The losses as CSV, for spreadsheets: a line of heads, and one for each epoch when the trainer's
// last step ended it. Numbers are the shortest decimals that read back as the same double.
constexpr const char* kLossHeads = "epoch,last_batch_loss,mean_loss\n";
void write_losses(std::ostream& out, const Trainer& trainer);

// The trace: a digest of every tensor at every step, so that `diff` finds where two machines part:
// the first differing line names the step and the tensor. Writes what the step that the trainer
// made last computed, in the order of its computation:
//   step 1 epoch 1 batch 1 loss 0x427f10f0
//   step 1 gradient NAME DIGEST                   for every parameter
//   step 1 value NAME DIGEST                      for every parameter, after the update
// DIGEST is the first 16 digits of the SHA-256 of the tensor's floats, lowest byte first.
void write_trace(std::ostream& out, const Trainer& trainer);
