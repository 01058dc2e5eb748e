// What an experiment is made of: configurations, tables of what they measure, and a finding.
#pragma once

#include "experiments/results.h"
#include "training/settings.h"

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

// Whether to stop: asked before each step, by any thread.
using Stopped = std::function<bool()>;

// What a run measures: once, at 0, or a series, at `first`, `first` + 1, ... `last`, or at twice
// the place before. No number of it is less than `least`. Once a loss is none, none follows.
struct Quantity {
  std::string name;
  double first = 0;
  double last = 0;
  bool doubles = false;
  double least = 0;
  bool is_loss = false;

  double next(double at) const { return doubles ? 2 * at : at + 1; }
  std::vector<double> places() const;  // from `first` to `last`
};
inline constexpr double kAnyNumber = -std::numeric_limits<double>::max();

// Settings of `train`, and what is measured of a run with them.
struct Configuration {
  std::string name;
  Settings settings;  // the seed is set for each run
  // Nothing where it was stopped; of a run that diverged, what was measured before.
  std::function<std::optional<Measurements>(const Settings& settings, const Stopped& stopped)>
      measure;
  // All that it measures.
  std::vector<Quantity> (*quantities)(const Settings& settings);
  bool is_trained = true;
  bool has_draws = true;  // else one seed tells all
};

// Tables are of means over the seeds.
struct TableEntry {
  std::string configuration;
  std::string quantity;
  double at = 0;
};
struct TableRow {
  std::string name;
  std::vector<TableEntry> entries;
};
struct StackTable {
  std::string title;
  std::string row_head;
  std::vector<std::string> heads;
  std::vector<TableRow> rows;
};

// What the numbers say of the claim.
enum class Verdict { kHolds, kHoldsWhen, kRefuted, kNotShown };
struct Finding {
  Verdict verdict = Verdict::kNotShown;
  std::string when;      // the condition of kHoldsWhen
  std::string sentence;  // with the numbers
};

// All of it, or one that takes a moment and shows how the experiment works.
enum class StackSize { kFull, kQuick };

struct Experiment {
  const char* name;
  const char* claim;
  std::vector<Configuration> (*configurations)(StackSize size);
  std::vector<StackTable> (*tables)(StackSize size);
  // A function of the numbers alone.
  Finding (*finding)(const Results& results, StackSize size);
};

// Half as much again, and by more than seeds differ.
bool clearly_above(const Spread& a, const Spread& b);

// A number of a table or a finding: three digits.
std::string three_digits(double value);
// "1 layer", "2 layers"
std::string layers_text(std::size_t layers);
