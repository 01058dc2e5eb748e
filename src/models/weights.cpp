#include "core/strict_float.h"

#include "models/weights.h"

#include "models/position_predictor.h"
#include "models/transformer.h"

#include <cmath>

namespace {

// PyTorch's bound of a layer with so many inputs.
float bound_of(std::size_t inputs) {
  return static_cast<float>(1 / std::sqrt(static_cast<double>(inputs)));
}

void fill_uniform(Tensor& weight, float bound, TorchRandom& random) {
  random.fill_uniform(weight.data(), weight.size(), -bound, bound);
}

// In the order in which nn.TransformerEncoderLayer draws: its layers are made before their weights
// are set anew, which for out_proj is its bias alone.
void draw_block(BlockWeights<float>& block, TorchRandom& random) {
  SelfAttentionWeights<float>& attention = block.attention;
  FeedForwardWeights<float>& feed_forward = block.feed_forward;
  const std::size_t d_model = attention.out_weight.value.cols();
  const std::size_t d_ff = feed_forward.weight2.value.cols();
  fill_uniform(attention.out_weight.value, bound_of(d_model), random);
  fill_uniform(attention.out_bias.value, bound_of(d_model), random);
  attention.out_bias.value.fill(0);
  // Xavier's bound for d_model inputs and 3 d_model outputs (Glorot and Bengio 2010, equation 16).
  const auto xavier = static_cast<float>(std::sqrt(6 / static_cast<double>(4 * d_model)));
  fill_uniform(attention.in_weight.value, xavier, random);
  fill_uniform(feed_forward.weight1.value, bound_of(d_model), random);
  fill_uniform(feed_forward.bias1.value, bound_of(d_model), random);
  fill_uniform(feed_forward.weight2.value, bound_of(d_ff), random);
  fill_uniform(feed_forward.bias2.value, bound_of(d_ff), random);
  block.norm1.weight.value.fill(1);
  block.norm2.weight.value.fill(1);
}

}  // namespace

void draw_weights(Model<float>& model, TorchRandom& random) {
  Tensor& tokens = model.token_embedding.value;
  Tensor& positions = model.pos_embedding.value;
  random.fill_normal(tokens.data(), tokens.size());
  if (model.sizes().encoding->learned) random.fill_normal(positions.data(), positions.size());
  for (BlockWeights<float>& block : model.layers) draw_block(block, random);
  const float bound = bound_of(model.sizes().d_model);
  fill_uniform(model.linear_weight.value, bound, random);
  fill_uniform(model.linear_bias.value, bound, random);
}

std::unique_ptr<Model<float>> fastest_model(const ModelSizes& sizes) {
  if (sizes.stack.layers == 0) return std::make_unique<PositionPredictor<float>>(sizes);
  return std::make_unique<Transformer<float>>(sizes);
}

std::unique_ptr<Model<float>> drawn_fastest(const ModelSizes& sizes, TorchRandom& random) {
  std::unique_ptr<Model<float>> model = fastest_model(sizes);
  draw_weights(*model, random);
  return model;
}
