#include "core/strict_float.h"

#include "nn/embedding.h"

#include "core/multiversion.h"

#include <algorithm>
#include <array>
#include <numeric>

void embedding_forward(Tensor& y, const Tensor& token_scores, const Tensor& position_scores,
                       const Tensor& b, const Ids& tokens, const Ids& positions) {
  y.resize_rows(tokens.size());
  const float* t = token_scores.data();
  const float* p = position_scores.data();
  const float bias = b[0];
  for (std::size_t n = 0; n < tokens.size(); ++n) y[n] = t[tokens[n]] + p[positions[n]] + bias;
}

void embedding_backward(Tensor& dscores, const Tensor& dy, const Ids& ids) {
  float* ds = dscores.data();
  for (std::size_t n = 0; n < ids.size(); ++n) ds[ids[n]] += dy[n];
}

POSEMBED_MULTIVERSION
void bias_backward(Tensor& db, const Tensor& dy) {
  // Eight partial sums, for the same reasons as in dot (nn/linear.h).
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sum{};
  const float* dy_n = dy.data();
  const std::size_t whole = dy.size() / kLanes * kLanes;
  for (std::size_t n = 0; n < whole; n += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sum[k] += dy_n[n + k];
  }
  for (std::size_t n = whole; n < dy.size(); ++n) sum[n - whole] += dy_n[n];
  db[0] += ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

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
