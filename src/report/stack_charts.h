// What is drawn of an experiment on stacks: curves through its numbers, lines at others, and maps.
#pragma once

#include "experiments/runs.h"

#include <string>
#include <utility>
#include <vector>

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
