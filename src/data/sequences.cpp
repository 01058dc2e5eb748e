#include "core/strict_float.h"

#include "data/sequences.h"

#include <algorithm>

namespace {

void draw_tokens(Sequences& data, std::size_t vocab_size, TorchRandom& torch) {
  data.tokens.reserve(data.starts.back());
  for (std::size_t n = 0; n < data.starts.back(); ++n) {
    data.tokens.push_back(
        static_cast<std::int32_t>(torch.integer_below(static_cast<std::uint32_t>(vocab_size))));
  }
}

}  // namespace

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
  draw_tokens(data, sizes.vocab_size, torch);
  return data;
}

Sequences sequences_of_length(std::size_t samples, std::size_t length, std::size_t vocab_size,
                              TorchRandom& torch) {
  Sequences data;
  for (std::size_t i = 0; i <= samples; ++i) data.starts.push_back(i * length);
  draw_tokens(data, vocab_size, torch);
  return data;
}
