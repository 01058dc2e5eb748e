// Numbers that an experiment could have measured.
#pragma once

#include "experiments/stack_results.h"
#include "experiments/stack_table.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

// One seed's, all at 0: cell, quantity, value.
struct Number {
  std::string cell;
  std::string quantity;
  double value;
  double at = 0;
};
inline StackResults results_of(const std::vector<Number>& numbers) {
  std::map<std::string, Measurements> cells;
  for (const Number& n : numbers) cells[n.cell].push_back({n.quantity, n.at, n.value});
  StackResults results;
  for (auto& [cell, measurements] : cells) results.add(cell, 0, std::move(measurements));
  return results;
}

inline bool says(const Finding& finding, const std::string& part) {
  return finding.sentence.find(part) != std::string::npos;
}

// Each cell has its own name, without commas, and what tables and pictures show names a cell.
inline bool is_well_formed(const std::vector<Cell>& cells, const std::vector<StackTable>& tables,
                           const StackPictures& pictures) {
  std::map<std::string, int> names;
  for (const Cell& cell : cells) {
    if (++names[cell.name] > 1 || cell.name.find(',') != std::string::npos) return false;
    if (!contradiction(cell.settings).empty()) return false;
  }
  for (const StackTable& table : tables) {
    for (const TableRow& row : table.rows) {
      if (row.entries.size() != table.heads.size()) return false;
      for (const TableEntry& entry : row.entries) {
        if (names.count(entry.cell) == 0) return false;
      }
    }
  }
  for (const StackPicture& picture : pictures.charts) {
    if (picture.curves.empty()) return false;
    for (const StackCurve& curve : picture.curves) {
      if (curve.points.size() < 2) return false;
      for (const auto& point : curve.points) {
        if (names.count(point.second.cell) == 0) return false;
      }
    }
    for (const StackMark& mark : picture.across) {
      if (names.count(mark.entry.cell) == 0) return false;
    }
  }
  for (const StackMap& map : pictures.maps) {
    if (names.count(map.cell) == 0) return false;
  }
  return !cells.empty() && !tables.empty() && !pictures.charts.empty();
}
