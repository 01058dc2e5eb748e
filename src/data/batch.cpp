#include "core/strict_float.h"

#include "data/batch.h"

#include <algorithm>
#include <numeric>

void Batch::fill(const Sequences& data, const std::vector<std::size_t>& order, std::size_t first,
                 std::size_t last) {
  starts_.assign(1, 0);
  std::size_t longest = 0;
  for (std::size_t i = first; i < last; ++i) {
    starts_.push_back(starts_.back() + data.length(order[i]));
    longest = std::max(longest, data.length(order[i]));
  }
  position_rows_.resize(longest);
  std::iota(position_rows_.begin(), position_rows_.end(), 0);
  tokens_.resize(starts_.back());
  positions_.resize(starts_.back());
  targets_.resize_rows(starts_.back());
  for (std::size_t i = first; i < last; ++i) {
    const std::int32_t* tokens = data.sequence(order[i]);
    const std::size_t length = data.length(order[i]);
    const std::size_t start = starts_[i - first];
    for (std::size_t j = 0; j < length; ++j) {
      tokens_[start + j] = tokens[j];
      positions_[start + j] = static_cast<std::int32_t>(j);
    }
    target_.fill(targets_.data() + start, tokens, length, last_seen_.size());
  }
  find_token_rows();
}

void Batch::find_token_rows() {
  if (last_seen_.size() <= tokens_.size()) {
    if (token_rows_.size() == last_seen_.size()) return;  // all, as before
    token_rows_.resize(last_seen_.size());
    std::iota(token_rows_.begin(), token_rows_.end(), 0);
    return;
  }
  if (++fills_ == 0) {  // after 2^32, none is known
    std::fill(last_seen_.begin(), last_seen_.end(), 0U);
    fills_ = 1;
  }
  token_rows_.resize(tokens_.size());
  std::size_t count = 0;
  for (const std::int32_t token : tokens_) {  // no branch, which would be mispredicted at new rows
    std::uint32_t& seen = last_seen_[static_cast<std::size_t>(token)];
    token_rows_[count] = token;
    count += seen != fills_ ? 1 : 0;
    seen = fills_;
  }
  token_rows_.resize(count);
}

void Batch::reserve(std::size_t places) {
  tokens_.reserve(places);
  positions_.reserve(places);
  targets_.reserve_rows(places);
  token_rows_.reserve(places);
}

Batch whole_batch(const Sequences& data, std::size_t vocab_size, const Target& target) {
  std::vector<std::size_t> order(data.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Batch batch(vocab_size, target);
  batch.fill(data, order, 0, order.size());
  return batch;
}

std::size_t largest_batch(const Sequences& data, std::size_t batch_size) {
  const std::size_t longest = data.longest();
  if (longest > data.tokens.size() / batch_size) return data.tokens.size();  // also no overflow
  return longest * batch_size;
}
