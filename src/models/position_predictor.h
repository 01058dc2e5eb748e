// The model: predicts each token's position from the sum of two embeddings.
//
//   tokens    ──▶ token embedding ─────┐
//   positions ──▶ position embedding ──┴─(+)──▶ linear ──▶ y, the predicted position
#pragma once

#include "core/random.h"
#include "core/tensor.h"
#include "nn/embedding.h"
#include "nn/encoding.h"
#include "nn/parameter.h"

#include <cstddef>

// The parameters' names in PyTorch's state dict of the same model.
constexpr const char* kTokenEmbedding = "pos_enc.token_embedding.weight";
constexpr const char* kPosEmbedding = "pos_enc.pos_embedding.weight";
constexpr const char* kLinearWeight = "linear.weight";
constexpr const char* kLinearBias = "linear.bias";

struct ModelSizes {
  std::size_t vocab_size;   // V
  std::size_t max_seq_len;  // L
  std::size_t d_model;      // D
  Encoding encoding = Encoding::kLearned;
};

class PositionPredictor {
 public:
  // Weights all zero.
  explicit PositionPredictor(const ModelSizes& sizes);

  // Draws the weights as PyTorch's layers do: both tables from N(0, 1), then the linear
  // layer's weight and bias, uniform in [-1/sqrt(D), 1/sqrt(D)). A table of positions that is
  // not learned takes no draws.
  PositionPredictor(const ModelSizes& sizes, TorchRandom& random);

  // The one ordered list of parameters, with pos_embedding where it is learned. Valid as long
  // as the model stays where it is.
  Parameters parameters();

  const ModelSizes& sizes() const { return sizes_; }

  // Makes room for batches of up to that many places.
  void reserve(std::size_t places);

  // The rows of token_embedding that these tokens name, each once. Valid until the next call of
  // this or forward.
  const Ids& rows_of(const Ids& tokens) { return token_rows_.of(tokens); }

  // tokens (N), positions (N)  ->  y (N), which stays valid until the next call.
  const Tensor& forward(const Ids& tokens, const Ids& positions);

  // Sets the gradient of every parameter. Follows the forward pass of the same tokens.
  //   tokens (N), positions (N), dy (N)
  void backward(const Ids& tokens, const Ids& positions, const Tensor& dy);

  Parameter token_embedding;  // (V, D)
  Parameter pos_embedding;    // (L, D); fixed where sinusoidal; (0, D) for none
  Parameter linear_weight;    // (1, D)
  Parameter linear_bias;      // (1)

 private:
  void table_backward(Parameter& table, const Ids& ids, const Ids& rows, const Tensor& dy);

  ModelSizes sizes_;
  DistinctRows token_rows_;  // that the batch names
  Ids position_rows_;        // 0 to its last position, all of which it names
  Tensor token_scores_;      // (V): E[t]·w
  Tensor position_scores_;   // (L): P[i]·w; zero without encoding
  Tensor y_;                 // (N)
};
