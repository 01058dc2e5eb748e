// Masked mean squared error between predicted and true positions.
#pragma once

#include "core/tensor.h"

// loss = 1/N sum over n of (y[n] - positions[n])^2
//   y (N), positions (N)  ->  loss, in squared positions
// Padding is gone already, so all N places count: the notebook's masked loss
// (data/batch.h).
double mse_forward(const Tensor& y, const Ids& positions);

// dy[n] = 2/N (y[n] - positions[n])
//   y (N), positions (N)  ->  dy (N)
void mse_backward(Tensor& dy, const Tensor& y, const Ids& positions);
