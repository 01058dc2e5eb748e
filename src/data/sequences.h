// The data: sequences of token ids, one after another in one array.
#pragma once

#include "core/random.h"
#include "core/tensor.h"

#include <algorithm>
#include <vector>

// The longest sequence: beyond, floats, which positions become, skip whole numbers.
constexpr std::size_t kMostPositions = std::size_t{1} << 24U;
// The largest vocabulary: PyTorch draws from a larger one otherwise.
constexpr std::size_t kMostTokens = (std::size_t{1} << 28U) - 1;

struct Sequences {
  Ids tokens;                       // all tokens, sequence after sequence
  std::vector<std::size_t> starts;  // where each sequence starts, and the end of the last

  std::size_t count() const { return starts.empty() ? 0 : starts.size() - 1; }
  std::size_t length(std::size_t i) const { return starts[i + 1] - starts[i]; }
  const std::int32_t* sequence(std::size_t i) const { return tokens.data() + starts[i]; }
  // Length of the longest.
  std::size_t longest() const {
    std::size_t most = 0;
    for (std::size_t i = 0; i < count(); ++i) most = std::max(most, length(i));
    return most;
  }
  // The smallest that has all of their tokens, of which there is one.
  std::size_t vocabulary() const {
    return static_cast<std::size_t>(*std::max_element(tokens.begin(), tokens.end())) + 1;
  }
};

// Adds the tokens of sequences that have their starts.
inline void draw_tokens(Sequences& data, std::size_t vocab_size, TorchRandom& torch) {
  data.tokens.reserve(data.starts.back());
  for (std::size_t n = 0; n < data.starts.back(); ++n) {
    data.tokens.push_back(
        static_cast<std::int32_t>(torch.integer_below(static_cast<std::uint32_t>(vocab_size))));
  }
}

// What shapes dummy data.
struct DummyDataSizes {
  std::size_t samples;
  std::size_t max_seq_len;
  std::size_t vocab_size;
};

// Random sequences of 1 to max_seq_len tokens, each token from 0 to vocab_size - 1. Lengths
// are drawn from `python`, tokens from `torch`, as the notebook does. The target
// of each token is its index in its sequence.
//
// The two generators are independent, so all lengths may be drawn before the first token; the
// tokens' array is then made once, at its full size.
inline Sequences dummy_sequences(const DummyDataSizes& sizes, PythonRandom& python,
                                 TorchRandom& torch) {
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

// `samples` sequences of `length` tokens each, drawn likewise.
inline Sequences sequences_of_length(std::size_t samples, std::size_t length,
                                     std::size_t vocab_size, TorchRandom& torch) {
  Sequences data;
  for (std::size_t i = 0; i <= samples; ++i) data.starts.push_back(i * length);
  draw_tokens(data, vocab_size, torch);
  return data;
}
