// Tables of rows that have names.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

// The row of that name; nullptr where there is none.
template <class Row, std::size_t N>
const Row* find_named(const std::array<Row, N>& table, const std::string& name) {
  const auto* const found =
      std::find_if(table.begin(), table.end(), [&](const Row& row) { return row.name == name; });
  return found == table.end() ? nullptr : found;
}
