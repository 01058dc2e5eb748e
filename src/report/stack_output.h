// What `stack` prints, text of at most 80 columns or JSON, and its page.
#pragma once

#include "experiments/stack.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

// Claim, tables, and how any configuration is trained again; `is_whole`: also the finding and the
// verdict.
std::string stack_text(const Runs& stack, bool is_whole);

// All of it, the series of every configuration too.
std::string stack_json(const std::vector<Runs>& all);

Spread spread_of(const TableEntry& entry, const Results& results);
// Mean and deviation: 0.0183+-0.002, with a star where runs diverged and are left out.
std::string spread_text(const Spread& spread);
// The heads, then a line for each row.
std::vector<std::vector<std::string>> lines_of(const StackTable& table, const Results& results);

// How every configuration that was trained is trained again, a line for each.
std::string commands_text(const std::vector<Configuration>& configurations);

// "holds when ..."
std::string verdict_text(const Finding& finding);

// The page: of each experiment its claim, verdict, finding, pictures and tables. `command` made it.
// A stack of which runs are missing gets no finding.
std::string stack_page(const std::vector<Runs>& stacks,
                       const std::function<bool(const Runs&)>& is_whole,
                       const std::string& command);

// What is drawn of an experiment: curves through its numbers, lines at others, and maps.
struct StackCurve {
  std::string name;
  std::vector<std::pair<double, TableEntry>> points = {};  // place across, and what is there
};
struct StackMark {
  std::string name;
  TableEntry entry;  // without a configuration, `at` itself
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
  std::string configuration;
  std::string quantity;
};
struct StackPictures {
  std::vector<StackPicture> charts;
  std::vector<StackMap> maps = {};
};

// Those of the experiment; of one that has none of its own, a chart of each table whose rows are
// numbers.
StackPictures pictures_of(const Runs& stack);

// A chart as a figure with its table; `id` is the figure's, of the page.
std::string chart_figure(const std::string& id, const StackPicture& picture,
                         const Results& results);

// Maps side by side; nothing of those that were not measured.
std::string map_figure(const std::string& id, const std::vector<StackMap>& maps,
                       const Results& results);
