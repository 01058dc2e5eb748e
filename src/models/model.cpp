#include "core/strict_float.h"

#include "models/model.h"

#include "core/sums.h"

#include <algorithm>
#include <cmath>
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
  parameters_ = listed({});
  if (sizes.encoding->fixed == nullptr) return;
  const Tensor table = sizes.encoding->fixed(sizes.positions, sizes.d_model);
  std::copy(table.begin(), table.end(), pos_embedding.value.begin());
}

template <class Real>
Parameters<Real> Model<Real>::listed(const StackOptions& used) {
  Parameters<Real> list = {&token_embedding};
  if (sizes_.encoding->learned) list.push_back(&pos_embedding);
  for (BlockWeights<Real>& layer : layers) {
    for (Parameter<Real>* parameter : layer.parameters(used)) list.push_back(parameter);
  }
  list.insert(list.end(), {&linear_weight, &linear_bias});
  return list;
}

template <class Real>
TensorOf<Real> Model<Real>::gradient(const Parameter<Real>& of) const {
  TensorOf<Real> whole(of.value.shape());
  for (std::size_t r = 0; r < whole.rows(); ++r) {
    for (std::size_t j = 0; j < whole.cols(); ++j) whole.row(r)[j] = gradient_at(of, r, j);
  }
  return whole;
}

template <class Real>
void Model<Real>::clip_gradient(double most) {
  clip_factor_ = std::min(most / (std::sqrt(squared_gradient()) + 1e-6), 1.0);
  if (clip_factor_ != 1) scale_gradient(static_cast<Real>(clip_factor_));
}

template <class Real>
double Model<Real>::squared_gradient() const {
  double squares = 0;
  for (const Parameter<Real>* parameter : parameters_) squares += sum_of_squares(parameter->grad);
  return squares;
}

template <class Real>
void Model<Real>::scale_gradient(Real factor) {
  for (Parameter<Real>* parameter : parameters_) scale(parameter->grad, factor);
}

template class Model<float>;
template class Model<double>;
