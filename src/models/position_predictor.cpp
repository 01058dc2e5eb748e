#include "core/strict_float.h"

#include "models/position_predictor.h"

#include "nn/linear.h"

#include <algorithm>
#include <cmath>
#include <numeric>

PositionPredictor::PositionPredictor(const ModelSizes& sizes)
    : token_embedding(kTokenEmbedding, {sizes.vocab_size, sizes.d_model}),
      pos_embedding(kPosEmbedding,
                    {sizes.encoding == Encoding::kLearned ? sizes.max_seq_len : 0, sizes.d_model}),
      linear_weight(kLinearWeight, {1, sizes.d_model}),
      linear_bias(kLinearBias, {1}),
      sizes_(sizes),
      token_rows_(sizes.vocab_size),
      token_scores_({sizes.vocab_size}),
      position_scores_({sizes.max_seq_len}),
      y_({0}) {
  if (sizes.encoding == Encoding::kSinusoidal) {
    pos_embedding.value = sinusoidal_table(sizes.max_seq_len, sizes.d_model);
    pos_embedding.grad = Gradient(pos_embedding.value);
  }
  linear_weight.grad.scale.fill(1);
  linear_bias.grad.scale.fill(1);
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
  y_.reserve_rows(places);
  token_rows_.reserve(places);
  position_rows_.reserve(std::min(places, sizes_.max_seq_len));
}

// y[n] = (E[t] + P[i])·w + b = E[t]·w + P[i]·w + b, with token t at position i of place n: the
// linear layer comes first, once for each row that occurs, and then the lookup and the sum.
const Tensor& PositionPredictor::forward(const Ids& tokens, const Ids& positions) {
  const Tensor& w = linear_weight.value;
  linear_forward(token_scores_, token_embedding.value, w, rows_of(tokens));
  if (sizes_.encoding != Encoding::kNone) {
    position_rows_.resize(
        static_cast<std::size_t>(*std::max_element(positions.begin(), positions.end())) + 1);
    std::iota(position_rows_.begin(), position_rows_.end(), 0);
    linear_forward(position_scores_, pos_embedding.value, w, position_rows_);
  }
  embedding_forward(y_, token_scores_, position_scores_, linear_bias.value, tokens, positions);
  return y_;
}

void PositionPredictor::backward(const Ids& tokens, const Ids& positions, const Tensor& dy) {
  linear_weight.grad.direction.fill(0);
  linear_bias.grad.direction.fill(0);
  bias_backward(linear_bias.grad.direction, dy);
  table_backward(token_embedding, tokens, token_rows_.rows(), dy);
  if (sizes_.encoding != Encoding::kNone) {
    table_backward(pos_embedding, positions, position_rows_, dy);
  }
}

// dE[r] = dscores[r] w        dw += sum over r of dscores[r] E[r], and alike for P
void PositionPredictor::table_backward(Parameter& table, const Ids& ids, const Ids& rows,
                                       const Tensor& dy) {
  Tensor& dscores = table.grad.scale;
  dscores.fill(0);
  embedding_backward(dscores, dy, ids);
  linear_backward(linear_weight.grad.direction, dscores, table.value, rows);
  std::copy(linear_weight.value.begin(), linear_weight.value.end(), table.grad.direction.begin());
}
