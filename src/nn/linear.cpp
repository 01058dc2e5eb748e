#include "core/strict_float.h"

#include "nn/linear.h"

#include "core/multiversion.h"
#include "core/prefetch.h"

#include <array>

namespace {

// dot, to be compiled into each version of the loop over rows.
inline float dot_product(const float* a, const float* b, std::size_t n) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sum{};
  const std::size_t whole = n / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sum[k] += a[i + k] * b[i + k];
  }
  for (std::size_t i = whole; i < n; ++i) sum[i - whole] += a[i] * b[i];
  for (std::size_t k = 0; k < 4; ++k) sum[k] += sum[k + 4];
  for (std::size_t k = 0; k < 2; ++k) sum[k] += sum[k + 2];
  return sum[0] + sum[1];
}

}  // namespace

float dot(const float* a, const float* b, std::size_t n) { return dot_product(a, b, n); }

POSEMBED_MULTIVERSION
void linear_forward(Tensor& scores, const Tensor& table, const Tensor& w, const Ids& rows) {
  constexpr std::size_t kAhead = 10;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (k + kAhead < rows.size()) {
      prefetch(table.row(static_cast<std::size_t>(rows[k + kAhead])), w.cols());
    }
    const auto r = static_cast<std::size_t>(rows[k]);
    scores[r] = dot_product(table.row(r), w.data(), w.cols());
  }
}

// Four rows at a time, which reads and writes dw a quarter as often; the order of the sum is that
// of the rows.
POSEMBED_MULTIVERSION
void linear_backward(Tensor& dw, const Tensor& dscores, const Tensor& table, const Ids& rows) {
  const std::size_t d_model = table.cols();
  float* __restrict sum = dw.data();
  std::size_t k = 0;
  for (; k + 4 <= rows.size(); k += 4) {
    const float* __restrict row0 = table.row(static_cast<std::size_t>(rows[k]));
    const float* __restrict row1 = table.row(static_cast<std::size_t>(rows[k + 1]));
    const float* __restrict row2 = table.row(static_cast<std::size_t>(rows[k + 2]));
    const float* __restrict row3 = table.row(static_cast<std::size_t>(rows[k + 3]));
    const float ds0 = dscores.data()[rows[k]];
    const float ds1 = dscores.data()[rows[k + 1]];
    const float ds2 = dscores.data()[rows[k + 2]];
    const float ds3 = dscores.data()[rows[k + 3]];
    for (std::size_t j = 0; j < d_model; ++j) {
      sum[j] = (((sum[j] + ds0 * row0[j]) + ds1 * row1[j]) + ds2 * row2[j]) + ds3 * row3[j];
    }
  }
  for (; k < rows.size(); ++k) {
    const float* __restrict row = table.row(static_cast<std::size_t>(rows[k]));
    const float ds = dscores.data()[rows[k]];
    for (std::size_t j = 0; j < d_model; ++j) sum[j] += ds * row[j];
  }
}
