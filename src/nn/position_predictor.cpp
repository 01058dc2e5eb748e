#include "core/strict_float.h"

#include "nn/position_predictor.h"

#include "nn/embedding.h"
#include "nn/linear.h"
#include "nn/positional_encoding.h"

#include <cmath>
#include <utility>

PositionPredictor::PositionPredictor(const ModelSizes& sizes, TorchRandom& random)
    : token_embedding(kTokenEmbedding, {sizes.vocab_size, sizes.d_model}),
      pos_embedding(kPosEmbedding, {sizes.max_seq_len, sizes.d_model}),
      linear_weight(kLinearWeight, {1, sizes.d_model}),
      linear_bias(kLinearBias, {1}),
      x_({0, sizes.d_model}),
      dx_({0, sizes.d_model}),
      y_({0}) {
  for (Tensor* table : {&token_embedding.value, &pos_embedding.value}) {
    random.fill_normal(table->data(), table->size());
  }
  const auto bound = static_cast<float>(1 / std::sqrt(static_cast<double>(sizes.d_model)));
  for (Tensor* weight : {&linear_weight.value, &linear_bias.value}) {
    random.fill_uniform(weight->data(), weight->size(), -bound, bound);
  }
}

PositionPredictor::PositionPredictor(Tensor token_table, Tensor position_table, Tensor weight,
                                     Tensor bias)
    : token_embedding(kTokenEmbedding, token_table.shape()),
      pos_embedding(kPosEmbedding, position_table.shape()),
      linear_weight(kLinearWeight, weight.shape()),
      linear_bias(kLinearBias, bias.shape()),
      x_({0, weight.cols()}),
      dx_({0, weight.cols()}),
      y_({0}) {
  token_embedding.value = std::move(token_table);
  pos_embedding.value = std::move(position_table);
  linear_weight.value = std::move(weight);
  linear_bias.value = std::move(bias);
}

Parameters PositionPredictor::parameters() {
  return {&token_embedding, &pos_embedding, &linear_weight, &linear_bias};
}

void PositionPredictor::reserve(std::size_t places) {
  for (Tensor* activation : {&x_, &dx_, &y_}) activation->reserve_rows(places);
}

const Tensor& PositionPredictor::forward(const Ids& tokens, const Ids& positions) {
  embedding_forward(x_, token_embedding.value, tokens);
  positional_encoding_forward(x_, pos_embedding.value, positions);
  linear_forward(y_, x_, linear_weight.value, linear_bias.value);
  return y_;
}

void PositionPredictor::backward(const Ids& tokens, const Ids& positions, const Tensor& dy) {
  linear_backward(dx_, linear_weight.grad, linear_bias.grad, dy, x_, linear_weight.value);
  positional_encoding_backward(pos_embedding.grad, dx_, positions);
  embedding_backward(token_embedding.grad, dx_, tokens);
}
