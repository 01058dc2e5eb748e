// The transformer: embeddings, blocks of self-attention (none yet), a linear layer. Without blocks
// it is the notebook's model:
//
//   tokens    ──▶ token embedding ─────┐
//   positions ──▶ position embedding ──┴─(+)──▶ x ──▶ linear ──▶ y, the predicted position
#pragma once

#include "models/model.h"
#include "nn/embedding.h"
#include "nn/linear.h"

template <class Real>
class Transformer : public Model<Real> {
 public:
  explicit Transformer(const ModelSizes& sizes)
      : Model<Real>(sizes, GradientKind::kDense),
        x_({0, sizes.d_model}),
        p_({0, sizes.d_model}),
        y_({0, 1}),
        dx_({0, sizes.d_model}) {}

  const TensorOf<Real>& forward(const Batch& batch) override {
    embedding_forward(x_, this->token_embedding.value, batch.tokens());
    if (this->sizes().encoding->adds_vectors()) {
      embedding_forward(p_, this->pos_embedding.value, batch.positions());
      sum_forward(x_, p_);
    }
    linear_forward(y_, x_, this->linear_weight.value, this->linear_bias.value);
    return y_;
  }

  void backward(const Batch& batch, const TensorOf<Real>& dy) override {
    for (Parameter<Real>* parameter : this->parameters()) parameter->grad.dense.fill(0);
    linear_backward(dx_, this->linear_weight.grad.dense, this->linear_bias.grad.dense, dy, x_,
                    this->linear_weight.value);
    if (this->sizes().encoding->learned) {
      embedding_backward(this->pos_embedding.grad.dense, dx_, batch.positions());
    }
    embedding_backward(this->token_embedding.grad.dense, dx_, batch.tokens());
  }

  void reserve(std::size_t places) override {
    for (TensorOf<Real>* tensor : {&x_, &p_, &y_, &dx_}) tensor->reserve_rows(places);
  }

 private:
  TensorOf<Real> x_;   // (N, D): E[t] + P[i]
  TensorOf<Real> p_;   // (N, D): P[i]
  TensorOf<Real> y_;   // (N, 1)
  TensorOf<Real> dx_;  // (N, D)
};
