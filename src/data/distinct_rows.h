// Which rows of a table some ids name, each once.
#pragma once

#include "core/tensor.h"

#include <numeric>

class DistinctRows {
 public:
  // Of a table of that many rows.
  explicit DistinctRows(std::size_t table_rows) : last_seen_(table_rows) {}

  // Each of the ids once, in the order in which they first occur. Where the table has no more rows
  // than there are ids, simply all its rows, since most are named. Valid until the next call.
  const Ids& of(const Ids& ids) {
    if (last_seen_.size() <= ids.size()) {
      rows_.resize(last_seen_.size());
      std::iota(rows_.begin(), rows_.end(), 0);
      return rows_;
    }
    if (++call_ == 0) {  // after 2^32 calls, none is known
      std::fill(last_seen_.begin(), last_seen_.end(), 0U);
      call_ = 1;
    }
    rows_.resize(ids.size());
    std::size_t count = 0;
    for (const std::int32_t id : ids) {  // no branch, which would be mispredicted at new rows
      std::uint32_t& seen = last_seen_[static_cast<std::size_t>(id)];
      rows_[count] = id;
      count += seen != call_ ? 1 : 0;
      seen = call_;
    }
    rows_.resize(count);
    return rows_;
  }
  const Ids& rows() const { return rows_; }
  // Makes room for so many ids.
  void reserve(std::size_t ids) { rows_.reserve(ids); }

 private:
  std::vector<std::uint32_t> last_seen_;  // the call in which each row was last seen
  std::uint32_t call_ = 0;
  Ids rows_;
};
