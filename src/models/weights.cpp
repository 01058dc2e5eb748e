#include "core/strict_float.h"

#include "models/weights.h"

#include <cmath>

void draw_weights(Model<float>& model, TorchRandom& random) {
  Tensor& tokens = model.token_embedding.value;
  Tensor& positions = model.pos_embedding.value;
  random.fill_normal(tokens.data(), tokens.size());
  if (model.sizes().encoding->learned) random.fill_normal(positions.data(), positions.size());
  const auto bound = static_cast<float>(1 / std::sqrt(static_cast<double>(model.sizes().d_model)));
  for (Tensor* weight : {&model.linear_weight.value, &model.linear_bias.value}) {
    random.fill_uniform(weight->data(), weight->size(), -bound, bound);
  }
}
