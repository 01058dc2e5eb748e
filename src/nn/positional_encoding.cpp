#include "core/strict_float.h"

#include "nn/positional_encoding.h"

#include "nn/embedding.h"

void positional_encoding_forward(Tensor& x, const Tensor& table, const Ids& positions) {
  const std::size_t d_model = x.cols();
  for (std::size_t n = 0; n < positions.size(); ++n) {
    const float* p = table.row(static_cast<std::size_t>(positions[n]));
    float* x_n = x.row(n);
    for (std::size_t j = 0; j < d_model; ++j) x_n[j] += p[j];
  }
}

void positional_encoding_backward(Tensor& dtable, const Tensor& dx, const Ids& positions) {
  embedding_backward(dtable, dx, positions);
}
