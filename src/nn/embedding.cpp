#include "core/strict_float.h"

#include "nn/embedding.h"

#include <algorithm>

void embedding_forward(Tensor& x, const Tensor& table, const Ids& ids) {
  x.resize_rows(ids.size());
  for (std::size_t n = 0; n < ids.size(); ++n) {
    const float* row = table.row(static_cast<std::size_t>(ids[n]));
    std::copy_n(row, table.cols(), x.row(n));
  }
}

void embedding_backward(Tensor& dtable, const Tensor& dx, const Ids& ids) {
  const std::size_t d_model = dx.cols();
  for (std::size_t n = 0; n < ids.size(); ++n) {
    float* drow = dtable.row(static_cast<std::size_t>(ids[n]));
    const float* dx_n = dx.row(n);
    for (std::size_t j = 0; j < d_model; ++j) drow[j] += dx_n[j];
  }
}
