#include "core/strict_float.h"

#include "data/batch.h"

#include <algorithm>
#include <numeric>

void Batch::fill(const Sequences& data, const std::vector<std::size_t>& order, std::size_t first,
                 std::size_t last) {
  starts_.resize(last - first + 1);
  std::size_t places = 0;
  std::size_t longest = 0;
  for (std::size_t i = first; i < last; ++i) {
    const std::size_t length = data.length(order[i]);
    starts_[i - first] = places;
    places += length;
    longest = std::max(longest, length);
  }
  starts_.back() = places;
  if (position_rows_.size() != longest) {
    position_rows_.resize(longest);
    std::iota(position_rows_.begin(), position_rows_.end(), 0);
  }

  tokens_.resize(places);
  positions_.resize(places);
  targets_.resize_rows(places);
  std::int32_t* token = tokens_.data();
  std::int32_t* position = positions_.data();
  float* target = targets_.data();
  for (std::size_t i = first; i < last; ++i) {
    const std::int32_t* tokens = data.sequence(order[i]);
    const auto length = static_cast<std::int32_t>(data.length(order[i]));
    for (std::int32_t j = 0; j < length; ++j) {
      token[j] = tokens[j];
      position[j] = j;
    }
    target_.fill(target, tokens, data.length(order[i]), vocab_size_);
    token += length;
    position += length;
    target += length;
  }
  token_rows_.of(tokens_);
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
