// Linear layer with one output: the predicted position.
#pragma once

#include "core/tensor.h"

// y[n] = x[n]·w + b
//   x (N, D), w (1, D), b (1)  ->  y (N)
void linear_forward(Tensor& y, const Tensor& x, const Tensor& w, const Tensor& b);

// dx[n] = dy[n] w        dw += sum over n of dy[n] x[n]        db += sum over n of dy[n]
//   dy (N), x (N, D), w (1, D)  ->  dx (N, D), dw (1, D), db (1)
void linear_backward(Tensor& dx, Tensor& dw, Tensor& db, const Tensor& dy, const Tensor& x,
                     const Tensor& w);

// a·b, both of n floats. Eight partial sums, element i in sum i mod 8, then added in pairs:
// an order that is fixed here and that a compiler can keep in vector registers.
float dot(const float* a, const float* b, std::size_t n);
