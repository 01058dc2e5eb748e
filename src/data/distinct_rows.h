// Which rows of a table some ids name, each once.
#pragma once

#include "core/tensor.h"

#include <cstdint>
#include <vector>

class DistinctRows {
 public:
  // Of a table of that many rows.
  explicit DistinctRows(std::size_t table_rows) : last_seen_(table_rows) {}

  // Each of the ids once, in the order in which they first occur. Where the table has no more rows
  // than there are ids, simply all its rows, since most are named. Valid until the next call.
  const Ids& of(const Ids& ids);
  const Ids& rows() const { return rows_; }
  // Makes room for so many ids.
  void reserve(std::size_t ids) { rows_.reserve(ids); }

 private:
  std::vector<std::uint32_t> last_seen_;  // the call in which each row was last seen
  std::uint32_t call_ = 0;
  Ids rows_;
  bool all_ = false;  // whether these are all rows of the table
};
