#include "core/strict_float.h"

#include "models/model.h"

#include <algorithm>
#include <string>

template <class Real>
Model<Real>::Model(const ModelSizes& sizes)
    : token_embedding("pos_enc.token_embedding.weight", {sizes.vocab_size, sizes.d_model}),
      pos_embedding("pos_enc.pos_embedding.weight",
                    {sizes.encoding->adds_vectors() ? sizes.positions : 0, sizes.d_model}),
      linear_weight("linear.weight", {1, sizes.d_model}),
      linear_bias("linear.bias", {1}),
      sizes_(sizes) {
  layers.reserve(sizes.stack.layers);  // so that they stay where they are
  for (std::size_t k = 0; k < sizes.stack.layers; ++k) {
    layers.emplace_back("layers." + std::to_string(k) + ".", sizes.d_model, sizes.d_ff());
  }
  parameters_ = parameters_used_by({});
  if (sizes.encoding->fixed == nullptr) return;
  const Tensor table = sizes.encoding->fixed(sizes.positions, sizes.d_model);
  std::copy(table.begin(), table.end(), pos_embedding.value.begin());
}

template <class Real>
Parameters<Real> Model<Real>::parameters_used_by(const StackOptions& stack) {
  Parameters<Real> list = {&token_embedding};
  if (sizes_.encoding->learned) list.push_back(&pos_embedding);
  for (BlockWeights<Real>& layer : layers) {
    for (Parameter<Real>* parameter : layer.parameters(stack)) list.push_back(parameter);
  }
  list.insert(list.end(), {&linear_weight, &linear_bias});
  return list;
}

template <class Real>
std::unique_ptr<Adam<Real>> Model<Real>::adam(const AdamOptions& options) {
  return std::make_unique<Adam<Real>>(options, parameters_);
}

template class Model<float>;
template class Model<double>;
