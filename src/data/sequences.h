// The data: sequences of token ids, one after another in one array.
#pragma once

#include "core/random.h"
#include "core/tensor.h"

#include <cstddef>
#include <cstdint>
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
  std::size_t longest() const;  // length
};

// What shapes dummy data.
struct DummyDataSizes {
  std::size_t samples;
  std::size_t max_seq_len;
  std::size_t vocab_size;
};

// Random sequences of 1 to max_seq_len tokens, each token from 0 to vocab_size - 1. Lengths
// are drawn from `python`, tokens from `torch`, as the notebook does. The target
// of each token is its index in its sequence.
Sequences dummy_sequences(const DummyDataSizes& sizes, PythonRandom& python, TorchRandom& torch);

// `samples` sequences of `length` tokens each, drawn likewise.
Sequences sequences_of_length(std::size_t samples, std::size_t length, std::size_t vocab_size,
                              TorchRandom& torch);
