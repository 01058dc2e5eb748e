// What an experiment on stacks is made of: cells, tables of them, and a finding.
#pragma once

#include "experiments/parallel.h"
#include "experiments/stack_results.h"
#include "training/settings.h"

#include <optional>
#include <string>
#include <utility>
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

// Pictures are of the same numbers: curves through some of them, and lines at others.
struct StackCurve {
  std::string name;
  std::vector<std::pair<double, TableEntry>> points;  // place across, and what is there
};
struct StackMark {
  std::string name;
  TableEntry entry;  // without a cell, `at` itself
};
struct StackPicture {
  std::string title;
  std::string x_name;
  std::string y_name;
  bool log_x = false;
  bool log_y = false;
  std::vector<StackCurve> curves = {};
  std::vector<StackMark> across = {};   // lines at that height
  std::vector<StackMark> upright = {};  // and at that place
};
// What place i of a sequence of L heeds of place j, at i L + j; of the first seed.
struct StackMap {
  std::string title;
  std::string cell;
  std::string quantity;
};
struct StackPictures {
  std::vector<StackPicture> charts;
  std::vector<StackMap> maps = {};
};

// Through what the cell measured at each of these places.
StackCurve curve_at(const std::string& name, const std::string& cell, const std::string& quantity,
                    const std::vector<std::size_t>& places);
// 1, 2, 4, ... to `most`; first, first + 1, ... to last.
std::vector<std::size_t> doubling(std::size_t first, std::size_t most);
std::vector<std::size_t> counting(std::size_t first, std::size_t last);

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
  StackPictures (*pictures)(StackSize size);
  // A function of the numbers alone.
  Finding (*finding)(const StackResults& results, StackSize size);
};

// Half as much again, and by more than seeds differ.
bool clearly_above(const Spread& a, const Spread& b);

// A number of a table or a finding: three digits.
std::string three_digits(double value);
// "1 layer", "2 layers"
std::string layers_text(std::size_t layers);
