#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "training/evaluation.h"

#include <algorithm>

namespace {

void append_epoch(Measurements& all, Trainer& trainer) {
  append_loss(all, trainer);
  if (!trainer.finished()) return;
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

std::optional<Measurements> measure_training(const Settings& settings, const Stopped& stopped) {
  const Sequences fresh = fresh_sequences(settings);
  Measurements before = {{quantity::kGuessing, 0, variance(fresh, settings)}};
  if (settings.target->is_position) {
    before.push_back({quantity::kGuessingMiddle, 0, variance_within(fresh)});
  }
  Trainer trainer(settings);
  return measured_in_training(before, trainer, stopped, append_epoch);
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

}  // namespace

const Experiment* find_experiment(const std::string& name) {
  const auto* const found =
      std::find_if(kExperiments.begin(), kExperiments.end(),
                   [&](const Experiment* experiment) { return experiment->name == name; });
  return found == kExperiments.end() ? nullptr : *found;
}

Runs stack_runs(const Experiment& experiment, StackSize size,
                const std::vector<std::uint64_t>& seeds) {
  const std::string command = "stack " + std::string(experiment.name);
  return {command + (size == StackSize::kQuick ? " --quick" : ""), seeds,
          experiment.configurations(size), &experiment, size};
}

std::string layers_text(std::size_t layers) {
  return std::to_string(layers) + (layers == 1 ? " layer" : " layers");
}

Texts layers_texts(const std::vector<std::size_t>& depths) {
  Texts texts;
  for (const std::size_t layers : depths) texts.push_back(layers_text(layers));
  return texts;
}

std::vector<std::size_t> doubling(std::size_t first, std::size_t last) {
  std::vector<std::size_t> sizes;
  for (std::size_t size = first; size <= last; size *= 2) sizes.push_back(size);
  return sizes;
}

StackTable table_of(const std::string& title, const std::string& row_head, const Texts& rows,
                    const Texts& heads,
                    const std::function<TableEntry(std::size_t row, std::size_t column)>& entry) {
  StackTable table = {title, row_head, heads, {}};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    table.rows.push_back({rows[r], {}});
    for (std::size_t c = 0; c < heads.size(); ++c) table.rows[r].entries.push_back(entry(r, c));
  }
  return table;
}

bool clearly_above(const Spread& a, const Spread& b) {
  return a.mean > 1.5 * b.mean && a.mean - b.mean > a.deviation + b.deviation;
}

std::string three_digits(double value) { return to_significant(value, 3); }

std::string filled_in(const std::string& text, const Texts& values) {
  std::string filled;
  std::size_t start = 0;
  for (const std::string& value : values) {
    const std::size_t gap = text.find("{}", start);
    filled += text.substr(start, gap - start) + value;
    start = gap + 2;
  }
  return filled + text.substr(start);
}

Configuration trained_with(const std::string& name, const std::string& options) {
  return {name, settings_of(options), measure_training, quantities_of_training};
}
