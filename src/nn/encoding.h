// Positional encoding: to each token's vector, which is the same wherever the token stands, the
// vector of its position is added (Gehring et al. 2017, section 3.1; nn/embedding.h has the sum).
#pragma once

#include "core/tensor.h"

#include <array>
#include <cstddef>

// Where the vectors of the positions come from.
enum class Encoding {
  kLearned,     // a table of parameters, trained like the tokens'
  kSinusoidal,  // a fixed table: sinusoidal_table
  kNone         // no vector is added
};

// The names of the encodings, in their order, as options and files write them.
constexpr std::array<const char*, 3> kEncodingNames = {"learned", "sinusoidal", "none"};
inline const char* name_of(Encoding encoding) {
  return kEncodingNames[static_cast<std::size_t>(encoding)];
}

// table[i][2k] = sin(i / 10000^(2k / D))    table[i][2k + 1] = cos(i / 10000^(2k / D))
//   ->  (L, D)
// Vaswani et al. 2017, section 3.5: a clock of D/2 hands, each slower than the one before.
Tensor sinusoidal_table(std::size_t max_seq_len, std::size_t d_model);
