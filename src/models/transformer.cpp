#include "core/strict_float.h"

#include "models/transformer.h"

#include "models/activations.h"

template class Transformer<float>;
template class Transformer<double>;

double saved_activations(const ModelSizes& sizes, double tokens, double pairs) {
  const Rotation<float> none(0, 0);
  Block<float> block(sizes.d_model, sizes.d_ff(), sizes.stack, sizes.encoding, none);
  double numbers = 0;
  block.each_buffer(tokens, pairs, [&](const Tensor& tensor, double rows) {
    numbers += rows * static_cast<double>(tensor.cols());
  });
  return numbers * static_cast<double>(sizes.stack.layers);
}

double shared_activations(const ModelSizes& sizes, double tokens, double longest) {
  Scratch<float> scratch(sizes.d_model, sizes.d_ff());
  double numbers = tokens * static_cast<double>(3 * sizes.d_model);  // x, p and dx
  const std::size_t angles = sizes.d_model / sizes.stack.heads / 2 * 2;
  if (sizes.encoding->is_rotary) {
    numbers += static_cast<double>(sizes.positions) * static_cast<double>(angles);
  }
  scratch.each_buffer(tokens, longest, [&](const Tensor& tensor, double rows) {
    numbers += rows * static_cast<double>(tensor.cols());
  });
  return numbers;
}
