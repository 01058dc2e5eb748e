#include "core/strict_float.h"

#include "nn/mse.h"

#include "core/multiversion.h"

#include <array>

POSEMBED_MULTIVERSION
double mse_forward(const Tensor& y, const Ids& positions) {
  // Eight partial sums, for the same reasons as in dot (nn/linear.h).
  constexpr std::size_t kLanes = 8;
  std::array<double, kLanes> sum{};
  const float* predicted = y.data();
  const std::int32_t* position = positions.data();
  const std::size_t count = positions.size();
  const auto square = [&](std::size_t n) {
    const double error = predicted[n] - static_cast<float>(position[n]);
    return error * error;
  };
  const std::size_t whole = count / kLanes * kLanes;
  for (std::size_t n = 0; n < whole; n += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sum[k] += square(n + k);
  }
  for (std::size_t n = whole; n < count; ++n) sum[n - whole] += square(n);
  const double total =
      ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  return total / static_cast<double>(count);
}

void mse_backward(Tensor& dy, const Tensor& y, const Ids& positions) {
  dy.resize_rows(positions.size());
  const float two_over_n = 2 / static_cast<float>(positions.size());
  for (std::size_t n = 0; n < positions.size(); ++n) {
    dy[n] = two_over_n * (y[n] - static_cast<float>(positions[n]));
  }
}
