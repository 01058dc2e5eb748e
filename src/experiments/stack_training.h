// A configuration that is trained: what is measured is what `train` with its settings and --log and
// --errors writes.
#pragma once

#include "experiments/runs.h"
#include "training/settings_table.h"
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

// Both of a run with these options.
Configuration trained_with(const std::string& name, const std::string& options);

// Trains, and appends to what was measured before: after each epoch, and at the end. Nothing where
// the run was stopped; of one that diverges, what was measured until then.
using AfterEpoch = std::function<void(Measurements& all, const Trainer& trainer)>;
using AtEnd = std::function<void(Measurements& all)>;
std::optional<Measurements> measured_in_training(
    Measurements before, Trainer& trainer, const Stopped& stopped, const AfterEpoch& after_epoch,
    const AtEnd& at_end = [](Measurements&) {});

// The loss of the epoch just ended.
void append_loss(Measurements& all, const Trainer& trainer);
