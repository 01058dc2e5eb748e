// Embedding: a table with one learned vector a row, looked up by id.
#pragma once

#include "core/tensor.h"

// x[n] = table[ids[n]]
//   table (rows, D), ids (N) in [0, rows)  ->  x (N, D)
void embedding_forward(Tensor& x, const Tensor& table, const Ids& ids);

// dtable[r] += sum over all n with ids[n] = r of dx[n]
//   dx (N, D), ids (N)  ->  dtable (rows, D)
void embedding_backward(Tensor& dtable, const Tensor& dx, const Ids& ids);
