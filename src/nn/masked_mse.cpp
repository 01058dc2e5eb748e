#include "core/strict_float.h"

#include "nn/masked_mse.h"

#include "core/multiversion.h"

#include <array>

POSEMBED_MULTIVERSION
double masked_mse_forward(const Tensor& y, const Ids& positions) {
  // Eight partial sums, for the same reasons as in dot (nn/linear.h).
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> sum{};
  const std::size_t count = positions.size();
  const auto add = [&](std::size_t lane, std::size_t n) {
    const float error = y[n] - static_cast<float>(positions[n]);
    sum[lane] += static_cast<double>(error) * error;
  };
  std::size_t n = 0;
  for (; n + kLanes <= count; n += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) add(k, n + k);
  }
  for (std::size_t k = 0; n + k < count; ++k) add(k, n + k);
  const double total =
      ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  return total / static_cast<double>(count);
}

void masked_mse_backward(Tensor& dy, const Tensor& y, const Ids& positions) {
  dy.resize_rows(positions.size());
  const float two_over_n = 2 / static_cast<float>(positions.size());
  for (std::size_t n = 0; n < positions.size(); ++n) {
    dy[n] = two_over_n * (y[n] - static_cast<float>(positions[n]));
  }
}
