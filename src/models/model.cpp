#include "core/strict_float.h"

#include "models/model.h"

#include <algorithm>
#include <string>

template <class Real>
Model<Real>::Model(const ModelSizes& sizes, GradientKind of_tables)
    : token_embedding("pos_enc.token_embedding.weight", {sizes.vocab_size, sizes.d_model},
                      of_tables),
      pos_embedding("pos_enc.pos_embedding.weight",
                    {sizes.encoding->adds_vectors() ? sizes.max_seq_len : 0, sizes.d_model},
                    of_tables),
      linear_weight("linear.weight", {1, sizes.d_model}),
      linear_bias("linear.bias", {1}),
      sizes_(sizes) {
  layers.reserve(sizes.stack.layers);
  for (std::size_t k = 0; k < sizes.stack.layers; ++k) {
    layers.emplace_back("layers." + std::to_string(k) + ".", sizes.d_model, sizes.d_ff());
  }
  if (sizes.encoding->fixed == nullptr) return;
  const Tensor table = sizes.encoding->fixed(sizes.max_seq_len, sizes.d_model);
  std::copy(table.begin(), table.end(), pos_embedding.value.begin());
}

template class Model<float>;
template class Model<double>;
