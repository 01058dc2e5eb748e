#include "core/strict_float.h"

#include "models/activations.h"

#include "nn/block.h"

double saved_activations(const ModelSizes& sizes, double tokens, double pairs) {
  Block<float> block(sizes.d_model, sizes.d_ff(), 0, sizes.encoding, sizes.stack);
  double numbers = 0;
  block.each_buffer(tokens, pairs, [&](const Tensor& tensor, double rows) {
    numbers += rows * static_cast<double>(tensor.cols());
  });
  return numbers * static_cast<double>(sizes.stack.layers);
}

double shared_activations(const ModelSizes& sizes, double tokens, double longest) {
  Scratch<float> scratch(sizes.d_model, sizes.d_ff());
  double numbers = tokens * static_cast<double>(3 * sizes.d_model);  // x, p and dx
  scratch.each_buffer(tokens, longest, [&](const Tensor& tensor, double rows) {
    numbers += rows * static_cast<double>(tensor.cols());
  });
  return numbers;
}
