#include "core/strict_float.h"

#include "data/sequences.h"

#include <algorithm>

std::size_t Sequences::longest() const {
  std::size_t most = 0;
  for (std::size_t i = 0; i < count(); ++i) most = std::max(most, length(i));
  return most;
}

// The two generators are independent, so all lengths may be drawn before the first token; the
// tokens' array is then made once, at its full size.
Sequences dummy_sequences(const DummyDataSizes& sizes, PythonRandom& python, TorchRandom& torch) {
  Sequences data;
  data.starts.reserve(sizes.samples + 1);
  data.starts.push_back(0);
  for (std::size_t i = 0; i < sizes.samples; ++i) {
    const auto length = python.integer_from_1_to(static_cast<std::uint32_t>(sizes.max_seq_len));
    data.starts.push_back(data.starts.back() + length);
  }
  const auto vocab_size = static_cast<std::uint32_t>(sizes.vocab_size);
  data.tokens.reserve(data.starts.back());
  for (std::size_t n = 0; n < data.starts.back(); ++n) {
    data.tokens.push_back(static_cast<std::int32_t>(torch.integer_below(vocab_size)));
  }
  return data;
}
