// Numbers that an experiment could have measured.
#pragma once

#include "report/stack_output.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
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
inline Results results_of(const std::vector<Number>& numbers) {
  std::map<std::string, Measurements> cells;
  for (const Number& n : numbers) cells[n.cell].push_back({n.quantity, n.at, n.value});
  Results results;
  for (auto& [cell, measurements] : cells) results.add(cell, 0, std::move(measurements));
  return results;
}

inline bool says(const Finding& finding, const std::string& part) {
  return finding.sentence.find(part) != std::string::npos;
}

// Each configuration has its own name, and what tables and pictures show is measured by one.
inline bool is_well_formed(const Runs& stack) {
  std::map<std::string, int> names;
  std::set<std::string> measured = {""};
  for (const Configuration& one : stack.configurations) {
    if (++names[one.name] > 1 || !contradiction(one.settings).empty()) return false;
    for (const Quantity& quantity : one.quantities(one.settings)) {
      if (!measured.insert(one.name + ":" + quantity.name).second) return false;
    }
  }
  const auto is_there = [&](const TableEntry& entry) {
    return measured.count(entry.configuration + ":" + entry.quantity) != 0;
  };
  for (const StackTable& table : stack.experiment->tables(stack.size)) {
    for (const TableRow& row : table.rows) {
      if (row.entries.size() != table.heads.size()) return false;
      if (!std::all_of(row.entries.begin(), row.entries.end(), is_there)) return false;
    }
  }
  const StackPictures pictures = pictures_of(stack);
  for (const StackPicture& picture : pictures.charts) {
    if (picture.curves.empty()) return false;
    for (const StackCurve& curve : picture.curves) {
      if (curve.points.size() < 2) return false;
      for (const auto& point : curve.points) {
        if (!is_there(point.second)) return false;
      }
    }
    for (const StackMark& mark : picture.across) {
      if (!is_there(mark.entry)) return false;
    }
  }
  for (const StackMap& map : pictures.maps) {
    if (!is_there({map.configuration, map.quantity})) return false;
  }
  return !names.empty() && !pictures.charts.empty();
}
