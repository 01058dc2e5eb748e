// What a run writes as it goes on: its losses, and digests of all that it computes.
#pragma once

#include "training/evaluation.h"
#include "training/trainer.h"

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>

// The log: the losses as CSV, for spreadsheets, a line of heads and one for each epoch. Numbers are
// the shortest decimals that read back as the same double. With held-out sequences it has a further
// column.
constexpr const char* kLogHeads = "epoch,last_batch_loss,mean_loss";
constexpr const char* kValidatedLogHeads = "epoch,last_batch_loss,mean_loss,validation_loss";
// The line of the epoch that the trainer's last step ended, without what the further column adds.
std::string log_line(const Trainer& trainer);
std::string validation_field(const Trainer& trainer);  // with its comma; empty without that column
// The epoch of a line of so many losses; 0 where it is none of a log.
std::uint64_t epoch_of_log_line(const std::string& line, std::size_t losses = 2);

// What a run that goes on keeps of its log: the heads, and the lines of the epochs that are done.
// `last` is the line of the last of these, or its first fields; empty where it is not known. Throws
// std::runtime_error, with `name` and the line, where that is no log, or another run's.
std::string log_to_continue(std::istream& in, const std::string& name, std::uint64_t epochs_done,
                            const std::string& last, const std::string& heads = kLogHeads);

// The trace: a digest of every tensor at every step, so that `diff` finds where two machines part:
// the first differing line names the step and the tensor. Writes what the step that the trainer
// made last computed, in the order of its computation:
//   step 1 epoch 1 batch 1 loss 0x427f10f0
//   step 1 gradient NAME DIGEST                   for every parameter
//   step 1 value NAME DIGEST                      for every parameter, after the update
// DIGEST is the first 16 digits of the SHA-256 of the tensor's floats, lowest byte first.
void write_trace(std::ostream& out, const Trainer& trainer);

// The squared errors of a run as CSV: on the data that it was trained on, on fresh sequences, and
// beyond their length, of all places (beyond: of those beyond) and of each position.
//
//     sequences,position,places,squared_error
//     training,all,10512,0.0173
void write_errors(std::ostream& out, const RunErrors& errors);
