// Positional encoding: adds to each token's vector the vector of its position. The token's vector
// alone is the same wherever the token stands (Gehring et al. 2017, section 3.1).
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

// x[n] = t[n] + table[positions[n]]
//   t (N, D), table (L, D), positions (N) in [0, L)  ->  x (N, D)
// In place: x comes in as t.
void positional_encoding_forward(Tensor& x, const Tensor& table, const Ids& positions);

// dt[n] = dx[n]: the sum hands its gradient on unchanged, so dx itself serves as dt.
// dtable[i] += sum over all n with positions[n] = i of dx[n]
//   dx (N, D), positions (N)  ->  dtable (L, D)
void positional_encoding_backward(Tensor& dtable, const Tensor& dx, const Ids& positions);

// table[i][2k] = sin(i / 10000^(2k / D))    table[i][2k + 1] = cos(i / 10000^(2k / D))
//   ->  (L, D)
// Vaswani et al. 2017, section 3.5: a clock of D/2 hands, each slower than the one before.
Tensor sinusoidal_table(std::size_t max_seq_len, std::size_t d_model);
