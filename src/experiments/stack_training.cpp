#include "core/strict_float.h"

#include "experiments/stack_training.h"

#include "core/statistics.h"
#include "training/evaluation.h"

#include <limits>

namespace {

void append_errors(Measurements& all, Trainer& trainer) {
  const RunErrors errors = run_errors(trainer);
  all.push_back({quantity::kTraining, 0, errors.training.mean_from(0)});
  all.push_back({quantity::kFresh, 0, errors.fresh.mean_from(0)});
  const auto append_each = [&](const char* name, const PositionErrors& of) {
    for (std::size_t i = 0; i < of.squares.size(); ++i) {
      all.push_back({name, static_cast<double>(i), of.at(i)});
    }
  };
  append_each(quantity::kFreshAt, errors.fresh);
  if (!errors.beyond) return;
  all.push_back({quantity::kBeyond, 0, errors.beyond->mean_from(errors.trained_length)});
  append_each(quantity::kBeyondAt, *errors.beyond);
}

// The mean of (target - mean)² over all places.
double variance(const Sequences& data, const Settings& settings) {
  const Batch batch = whole_batch(data, settings.vocab_size, *settings.target);
  std::vector<double> targets(batch.targets().begin(), batch.targets().end());
  const double mean = statistics::mean(targets);
  double squares = 0;
  for (const double target : targets) squares += (target - mean) * (target - mean);
  return squares / static_cast<double>(targets.size());
}

// The positions 0 to L - 1 of a sequence have the variance (L² - 1) / 12.
double variance_within(const Sequences& data) {
  double squares = 0;
  for (std::size_t s = 0; s < data.count(); ++s) {
    const auto length = static_cast<double>(data.length(s));
    squares += length * (length * length - 1) / 12;
  }
  return squares / static_cast<double>(data.tokens.size());
}

}  // namespace

bool train_and_append(Measurements& all, Trainer& trainer, const Stopped& stopped) {
  while (!trainer.finished()) {
    if (stopped()) return false;
    trainer.step();
    if (!trainer.epoch_ended()) continue;
    all.push_back(
        {quantity::kLoss, static_cast<double>(trainer.epochs_done()), trainer.mean_loss()});
  }
  return true;
}

std::optional<Measurements> measure_training(const Settings& settings, const Stopped& stopped) {
  Measurements all;
  const Sequences fresh = fresh_sequences(settings);
  all.push_back({quantity::kGuessing, 0, variance(fresh, settings)});
  if (settings.target->is_position) {
    all.push_back({quantity::kGuessingMiddle, 0, variance_within(fresh)});
  }
  Trainer trainer(settings);
  try {
    if (!train_and_append(all, trainer, stopped)) return std::nullopt;
    append_errors(all, trainer);
  } catch (const Diverged&) {
    for (const char* name : {quantity::kTraining, quantity::kFresh}) {
      all.push_back({name, 0, std::numeric_limits<double>::quiet_NaN()});
    }
  }
  return all;
}
