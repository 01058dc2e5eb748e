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

void draw_linear(WeightAndBias<float>& layer, TorchRandom& random) {
  const float bound = bound_of(layer.weight.value.cols());
  fill_uniform(layer.weight.value, bound, random);
  fill_uniform(layer.bias.value, bound, random);
}

// In the order in which nn.TransformerEncoderLayer draws: its layers are made before their weights
// are set anew, which for out_proj is its bias alone.
void draw_block(BlockWeights<float>& block, TorchRandom& random) {
  draw_linear(block.attention.out, random);
  block.attention.out.bias.value.fill(0);
  // Xavier's bound for D inputs and 3D outputs (Glorot and Bengio 2010, equation 16).
  Tensor& in = block.attention.in.weight.value;
  const auto both = static_cast<double>(in.rows() + in.cols());
  fill_uniform(in, static_cast<float>(std::sqrt(6 / both)), random);
  draw_linear(block.feed_forward.linear1, random);
  draw_linear(block.feed_forward.linear2, random);
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
