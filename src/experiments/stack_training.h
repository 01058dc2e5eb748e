// A configuration that is trained: what is measured is what `train` with its settings and --log and
// --errors writes.
#pragma once

#include "experiments/experiment.h"
#include "training/trainer.h"

namespace quantity {
constexpr const char* kLoss = "loss";                 // at each epoch: the mean over its steps
constexpr const char* kLastLoss = "last batch loss";  // at each epoch
constexpr const char* kTraining = "training error";
constexpr const char* kFresh = "fresh error";
constexpr const char* kBeyond = "beyond error";
constexpr const char* kFreshAt = "fresh error by position";
constexpr const char* kBeyondAt = "beyond error by position";
constexpr const char* kGuessing = "guessing the mean";  // error on the fresh sequences
// Error on them of who knows how long each is, and guesses its middle.
constexpr const char* kGuessingMiddle = "guessing the middle";
}  // namespace quantity

// Losses and errors of a run.
std::optional<Measurements> measure_training(const Settings& settings, const Stopped& stopped);

std::vector<Quantity> quantities_of_training(const Settings& settings);

// Trains, and appends the losses; false where the run was stopped. Throws Diverged.
bool train_and_append(Measurements& all, Trainer& trainer, const Stopped& stopped);
