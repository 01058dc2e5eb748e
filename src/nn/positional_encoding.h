// Positional encoding: adds to each token's vector the vector of its position. The token's vector
// alone is the same wherever the token stands (Gehring et al. 2017, section 3.1).
#pragma once

#include "core/tensor.h"

// x[n] = t[n] + table[positions[n]]
//   t (N, D), table (L, D), positions (N) in [0, L)  ->  x (N, D)
// In place: x comes in as t.
void positional_encoding_forward(Tensor& x, const Tensor& table, const Ids& positions);

// dt[n] = dx[n]: the sum hands its gradient on unchanged, so dx itself serves as dt.
// dtable[i] += sum over all n with positions[n] = i of dx[n]
//   dx (N, D), positions (N)  ->  dtable (L, D)
void positional_encoding_backward(Tensor& dtable, const Tensor& dx, const Ids& positions);
