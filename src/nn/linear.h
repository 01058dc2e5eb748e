// Linear layer with one output, the predicted position: y = x·w + b.
//
// Here x = t + p, a token's vector plus a position's, so y = t·w + p·w + b: the layer may be
// applied to each table before anything is looked up in it. A row that occurs many times in a batch
// is then multiplied by w once, and what is looked up is one number (nn/embedding.h).
#pragma once

#include "core/tensor.h"

// scores[r] = table[r]·w for each r of `rows`; other scores stay as they are
//   table (R, D), w (1, D), rows: distinct, in [0, R)  ->  scores (R)
void linear_forward(Tensor& scores, const Tensor& table, const Tensor& w, const Ids& rows);

// dw += sum over r of `rows` of dscores[r] table[r]        dtable[r] = dscores[r] w
//   dscores (R), table (R, D), rows  ->  dw (D)
// dtable is an outer product of two vectors at hand, so it is not computed here: nn/parameter.h.
void linear_backward(Tensor& dw, const Tensor& dscores, const Tensor& table, const Ids& rows);

// a·b, both of n floats. Eight partial sums, element i in sum i mod 8, then added in pairs:
// an order that is fixed here and that a compiler can keep in vector registers.
float dot(const float* a, const float* b, std::size_t n);
