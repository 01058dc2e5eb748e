// The transformer: embeddings, blocks of self-attention, a linear layer. Without blocks it is the
// notebook's model:
//
//   tokens    ──▶ token embedding ─────┐
//   positions ──▶ position embedding ──┴─(+)──▶ x ──▶ blocks ──▶ linear ──▶ y, the prediction
#pragma once

#include "models/model.h"
#include "nn/block.h"
#include "nn/embedding.h"
#include "nn/linear.h"

template <class Real>
class Transformer : public Model<Real> {
 public:
  explicit Transformer(const ModelSizes& sizes)
      : Model<Real>(sizes),
        rotation_(sizes.encoding->is_rotary ? sizes.positions : 0,
                  sizes.d_model / sizes.stack.heads),
        x_({0, sizes.d_model}),
        p_({0, sizes.d_model}),
        dx_({0, sizes.d_model}),
        scratch_(sizes.d_model, sizes.d_ff()) {
    while (blocks_.size() < sizes.stack.layers) {
      blocks_.emplace_back(sizes.d_model, sizes.d_ff(), sizes.stack, sizes.encoding, rotation_);
    }
  }

  const TensorOf<Real>& forward(const Batch& batch) override {
    embedding_forward(x_, this->token_embedding.value, batch.tokens());
    if (this->sizes().encoding->adds_vectors()) {
      embedding_forward(p_, this->pos_embedding.value, batch.positions());
      sum_forward(x_, p_);
    }
    passed_.assign(1, &x_);
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      passed_.push_back(&blocks_[k].forward(*passed_[k], batch.starts(), this->layers[k]));
    }
    linear_forward(y_, *passed_.back(), this->linear_weight.value, this->linear_bias.value);
    return y_;
  }

  void backward(const Batch& batch, const TensorOf<Real>& dy) override {
    for (Parameter<Real>* parameter : this->parameters()) parameter->grad.fill(0);
    linear_backward(dx_, this->linear_weight.grad, this->linear_bias.grad, dy, *passed_.back(),
                    this->linear_weight.value);
    for (std::size_t k = blocks_.size(); k-- > 0;) {
      blocks_[k].backward(dx_, this->layers[k], scratch_);
    }
    if (this->sizes().encoding->learned) {
      embedding_backward(this->pos_embedding.grad, dx_, batch.positions());
    }
    embedding_backward(this->token_embedding.grad, dx_, batch.tokens());
  }

  void reserve(std::size_t tokens, std::size_t longest) override {
    const auto room = [](TensorOf<Real>& tensor, std::size_t rows) { tensor.reserve_rows(rows); };
    for (TensorOf<Real>* tensor : {&x_, &p_, &y_, &dx_}) room(*tensor, tokens);
    for (Block<Real>& block : blocks_) block.each_buffer(tokens, tokens * longest, room);
    if (!blocks_.empty()) scratch_.each_buffer(tokens, longest, room);
  }

  // Of the last forward pass: the blocks, and what the first `count` of them made of x (N, D).
  const std::vector<Block<Real>>& blocks() const { return blocks_; }
  const TensorOf<Real>& passed(std::size_t count) const { return *passed_[count]; }

 private:
  Rotation<Real> rotation_;  // of all blocks
  std::vector<Block<Real>> blocks_;
  TensorOf<Real> x_;                           // (N, D): E[t] + P[i]
  TensorOf<Real> p_;                           // (N, D): P[i]
  std::vector<const TensorOf<Real>*> passed_;  // x, and what each block made of it
  TensorOf<Real> y_ = TensorOf<Real>({0, 1});
  TensorOf<Real> dx_;  // (N, D)
  Scratch<Real> scratch_;
};
extern template class Transformer<float>;  // compiled once, in transformer.cpp
extern template class Transformer<double>;
