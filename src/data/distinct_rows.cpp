#include "core/strict_float.h"

#include "data/distinct_rows.h"

#include <algorithm>
#include <numeric>

const Ids& DistinctRows::of(const Ids& ids) {
  if (last_seen_.size() <= ids.size()) {
    if (all_) return rows_;
    all_ = true;
    rows_.resize(last_seen_.size());
    std::iota(rows_.begin(), rows_.end(), 0);
    return rows_;
  }
  all_ = false;
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
