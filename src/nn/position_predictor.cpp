#include "core/strict_float.h"

#include "nn/position_predictor.h"

#include "nn/embedding.h"
#include "nn/linear.h"

#include <cmath>

PositionPredictor::PositionPredictor(const ModelSizes& sizes)
    : token_embedding(kTokenEmbedding, {sizes.vocab_size, sizes.d_model}),
      pos_embedding(kPosEmbedding,
                    {sizes.encoding == Encoding::kLearned ? sizes.max_seq_len : 0, sizes.d_model}),
      linear_weight(kLinearWeight, {1, sizes.d_model}),
      linear_bias(kLinearBias, {1}),
      sizes_(sizes),
      x_({0, sizes.d_model}),
      dx_({0, sizes.d_model}),
      y_({0}) {
  if (sizes.encoding == Encoding::kSinusoidal) {
    pos_embedding.value = sinusoidal_table(sizes.max_seq_len, sizes.d_model);
  }
}

PositionPredictor::PositionPredictor(const ModelSizes& sizes, TorchRandom& random)
    : PositionPredictor(sizes) {
  random.fill_normal(token_embedding.value.data(), token_embedding.value.size());
  if (sizes.encoding == Encoding::kLearned) {
    random.fill_normal(pos_embedding.value.data(), pos_embedding.value.size());
  }
  const auto bound = static_cast<float>(1 / std::sqrt(static_cast<double>(sizes.d_model)));
  for (Tensor* weight : {&linear_weight.value, &linear_bias.value}) {
    random.fill_uniform(weight->data(), weight->size(), -bound, bound);
  }
}

Parameters PositionPredictor::parameters() {
  if (sizes_.encoding != Encoding::kLearned) {
    return {&token_embedding, &linear_weight, &linear_bias};
  }
  return {&token_embedding, &pos_embedding, &linear_weight, &linear_bias};
}

void PositionPredictor::reserve(std::size_t places) {
  for (Tensor* activation : {&x_, &dx_, &y_}) activation->reserve_rows(places);
}

const Tensor& PositionPredictor::forward(const Ids& tokens, const Ids& positions) {
  embedding_forward(x_, token_embedding.value, tokens);
  if (sizes_.encoding != Encoding::kNone) {
    positional_encoding_forward(x_, pos_embedding.value, positions);
  }
  linear_forward(y_, x_, linear_weight.value, linear_bias.value);
  return y_;
}

void PositionPredictor::backward(const Ids& tokens, const Ids& positions, const Tensor& dy) {
  linear_backward(dx_, linear_weight.grad, linear_bias.grad, dy, x_, linear_weight.value);
  if (sizes_.encoding == Encoding::kLearned) {
    positional_encoding_backward(pos_embedding.grad, dx_, positions);
  }
  embedding_backward(token_embedding.grad, dx_, tokens);
}
