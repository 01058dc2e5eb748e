// A model: predicts a number for each place of a batch, from its token and its position.
#pragma once

#include "data/batch.h"
#include "nn/adam.h"
#include "nn/block_weights.h"
#include "nn/encoding.h"
#include "nn/parameter.h"

#include <memory>
#include <vector>

// What shapes a model.
struct ModelSizes {
  std::size_t vocab_size;  // V
  std::size_t positions;   // L: that it can take
  std::size_t d_model;     // D
  const Encoding* encoding = kEncodings.data();
  StackOptions stack = {};

  std::size_t d_ff() const { return stack.d_ff == 0 ? 4 * d_model : stack.d_ff; }  // F
};

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
  const Parameters<Real>& parameters() { return parameters_; }
  ConstParameters<Real> parameters() const { return {parameters_.begin(), parameters_.end()}; }
  // Those of them that the forward pass of a stack with these options uses.
  Parameters<Real> parameters_used_by(const StackOptions& stack);

  // The predictions y, (N) or (N, 1), of the batch's places; valid until the next call.
  virtual const TensorOf<Real>& forward(const Batch& batch) = 0;

  // Sets the gradient of every parameter from dy (N). Follows the forward pass of the same batch.
  virtual void backward(const Batch& batch, const TensorOf<Real>& dy) = 0;

  // A parameter's gradient is its grad; or, where this is a row w (1, D) and grad (R), their outer
  // product grad[r] w[j].
  virtual const TensorOf<Real>* grad_row(const Parameter<Real>& /*of*/) const { return nullptr; }
  double clip_factor = 1;  // by which clipping last multiplied the gradients (models/gradient.h)

  // What then changes the weights.
  virtual std::unique_ptr<Adam<Real>> adam(const AdamOptions& options);

  // Makes room for batches of up to that many tokens, in sequences of up to `longest`.
  virtual void reserve(std::size_t tokens, std::size_t longest) = 0;

  const ModelSizes& sizes() const { return sizes_; }

  // Named as in the state dict of the notebook's PyTorch model.
  Parameter<Real> token_embedding;  // (V, D)
  Parameter<Real> pos_embedding;    // (L, D); fixed where sinusoidal; (0, D) for none
  std::vector<BlockWeights<Real>> layers;
  Parameter<Real> linear_weight;  // (1, D)
  Parameter<Real> linear_bias;    // (1)

 protected:
  // Weights all zero; a fixed table of positions as it is.
  explicit Model(const ModelSizes& sizes);

 private:
  ModelSizes sizes_;
  Parameters<Real> parameters_;
};
