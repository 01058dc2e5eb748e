#include "core/strict_float.h"

#include "nn/masked_mse.h"

double masked_mse_forward(const Tensor& y, const Ids& positions) {
  double sum = 0;
  for (std::size_t n = 0; n < positions.size(); ++n) {
    const float error = y[n] - static_cast<float>(positions[n]);
    sum += static_cast<double>(error) * error;
  }
  return sum / static_cast<double>(positions.size());
}

void masked_mse_backward(Tensor& dy, const Tensor& y, const Ids& positions) {
  dy.resize_rows(positions.size());
  const float two_over_n = 2 / static_cast<float>(positions.size());
  for (std::size_t n = 0; n < positions.size(); ++n) {
    dy[n] = two_over_n * (y[n] - static_cast<float>(positions[n]));
  }
}
