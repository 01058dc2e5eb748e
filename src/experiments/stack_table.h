// What an experiment on stacks is made of: cells, tables of them, and a finding.
#pragma once

#include "experiments/parallel.h"
#include "experiments/stack_results.h"
#include "training/settings.h"

#include <optional>
#include <string>
#include <vector>

// A cell is settings of `train`, and what is measured of a run with them. Nothing where it was
// stopped.
struct Cell {
  std::string name;
  Settings settings;  // the seed is set for each run
  std::optional<Measurements> (*measure)(const Settings& settings, const Stopped& stopped);
  bool is_trained = true;
  bool has_draws = true;  // else one seed tells all
};

// Tables are of means over the seeds.
struct TableEntry {
  std::string cell;
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
  bool shows_times = false;  // which are other ones each time
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
  std::vector<Cell> (*cells)(StackSize size);
  std::vector<StackTable> (*tables)(StackSize size);
  // A function of the numbers alone.
  Finding (*finding)(const StackResults& results, StackSize size);
};

// Half as much again, and by more than seeds differ.
bool clearly_above(const Spread& a, const Spread& b);

// A number of a table or a finding: three digits.
std::string three_digits(double value);
// "1 layer", "2 layers"
std::string layers_text(std::size_t layers);
