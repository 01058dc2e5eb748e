// Tables of rows that have names.
#pragma once

#include <algorithm>
#include <string>

// The row of that name; nullptr where there is none.
template <class Table>
const typename Table::value_type* find_named(const Table& table, const std::string& name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}
