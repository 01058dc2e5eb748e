#include "core/strict_float.h"

#include "data/batch.h"

#include <algorithm>

void fill_batch(Batch& batch, const Sequences& data, const std::vector<std::size_t>& order,
                std::size_t first, std::size_t last) {
  std::size_t places = 0;
  for (std::size_t i = first; i < last; ++i) places += data.length(order[i]);
  batch.tokens.resize(places);
  batch.positions.resize(places);
  std::int32_t* token = batch.tokens.data();
  std::int32_t* position = batch.positions.data();
  for (std::size_t i = first; i < last; ++i) {
    const std::int32_t* tokens = data.sequence(order[i]);
    const auto length = static_cast<std::int32_t>(data.length(order[i]));
    for (std::int32_t j = 0; j < length; ++j) {
      *token++ = tokens[j];
      *position++ = j;
    }
  }
}

std::size_t largest_batch(const Sequences& data, std::size_t batch_size) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < data.count(); ++i) longest = std::max(longest, data.length(i));
  const std::size_t sequences = std::min(batch_size, data.count());
  if (longest > data.tokens.size() / sequences) return data.tokens.size();  // also no overflow
  return longest * sequences;
}
