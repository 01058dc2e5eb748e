// A model: predicts a number for each place of a batch, from its token and its position.
#pragma once

#include "core/tensor.h"
#include "data/batch.h"
#include "models/model_sizes.h"
#include "nn/block.h"
#include "nn/parameter.h"

#include <vector>

// The transformer (models/transformer.h) is the textbook; the position predictor
// (models/position_predictor.h) is the same without layers, faster.
template <class Real>
class Model {
 public:
  virtual ~Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // The one ordered list of what is trained: pos_embedding only where it is learned. Valid as long
  // as the model.
  Parameters<Real> parameters() { return listed<Parameters<Real>>(*this); }
  ConstParameters<Real> parameters() const { return listed<ConstParameters<Real>>(*this); }

  // The predictions y, (N) or (N, 1), of the batch's places; valid until the next call.
  virtual const TensorOf<Real>& forward(const Batch& batch) = 0;

  // Sets the gradient of every parameter from dy (N). Follows the forward pass of the same batch.
  virtual void backward(const Batch& batch, const TensorOf<Real>& dy) = 0;

  // Makes room for batches of up to that many places, in sequences of up to `longest`.
  virtual void reserve(std::size_t places, std::size_t longest) = 0;

  const ModelSizes& sizes() const { return sizes_; }

  // Named as in the state dict of the notebook's PyTorch model.
  Parameter<Real> token_embedding;  // (V, D)
  Parameter<Real> pos_embedding;    // (L, D); fixed where sinusoidal; (0, D) for none
  std::vector<BlockWeights<Real>> layers;
  Parameter<Real> linear_weight;  // (1, D)
  Parameter<Real> linear_bias;    // (1)

 protected:
  // Weights all zero; a fixed table of positions as it is.
  Model(const ModelSizes& sizes, GradientKind of_tables);

 private:
  template <class List, class Self>
  static List listed(Self& self) {
    List list = {&self.token_embedding};
    if (self.sizes_.encoding->learned) list.push_back(&self.pos_embedding);
    for (auto& layer : self.layers) BlockWeights<Real>::append_to(list, layer);
    list.insert(list.end(), {&self.linear_weight, &self.linear_bias});
    return list;
  }

  ModelSizes sizes_;
};
