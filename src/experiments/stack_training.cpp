#include "core/strict_float.h"

#include "experiments/stack_training.h"

#include "core/statistics.h"
#include "training/evaluation.h"

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

std::optional<Measurements> measured_in_training(Measurements before, Trainer& trainer,
                                                 const Stopped& stopped,
                                                 const AfterEpoch& after_epoch,
                                                 const AtEnd& at_end) {
  try {
    while (!trainer.finished()) {
      if (stopped()) return std::nullopt;
      trainer.step();
      if (trainer.epoch_ended()) after_epoch(before, trainer);
    }
    at_end(before);
  } catch (const Diverged&) {
  }
  return before;
}

void append_loss(Measurements& all, const Trainer& trainer) {
  all.push_back({quantity::kLoss, static_cast<double>(trainer.epochs_done()), trainer.mean_loss()});
}

std::optional<Measurements> measure_training(const Settings& settings, const Stopped& stopped) {
  const Sequences fresh = fresh_sequences(settings);
  Measurements before = {{quantity::kGuessing, 0, variance(fresh, settings)}};
  if (settings.target->is_position) {
    before.push_back({quantity::kGuessingMiddle, 0, variance_within(fresh)});
  }
  Trainer trainer(settings);
  return measured_in_training(before, trainer, stopped, append_loss,
                              [&](Measurements& all) { append_errors(all, trainer); });
}

Configuration trained_with(const std::string& name, const std::string& options) {
  return {name, settings_of(options), measure_training, quantities_of_training};
}

std::vector<Quantity> quantities_of_training(const Settings& settings) {
  const auto last = [](std::size_t count) { return static_cast<double>(count) - 1; };
  std::vector<Quantity> all = {{quantity::kGuessing}};
  if (settings.target->is_position) all.push_back({quantity::kGuessingMiddle});
  all.insert(all.end(), {{quantity::kLoss, 1, last(settings.epochs + 1), false, 0, true},
                         {quantity::kTraining},
                         {quantity::kFresh},
                         {quantity::kFreshAt, 0, last(settings.max_seq_len)}});
  if (settings.most_positions() == settings.max_seq_len) return all;
  all.push_back({quantity::kBeyond});
  all.push_back({quantity::kBeyondAt, 0, last(settings.most_positions())});
  return all;
}
