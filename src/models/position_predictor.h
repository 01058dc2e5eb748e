// The transformer without blocks, the same, faster, because one may multiply by w first, and look
// up and add afterwards:
//
//   y[n] = (E[t] + P[i])·w + b = E[t]·w + P[i]·w + b        with token t at position i of place n
//
// So each row that a batch names is projected, multiplied by w, once, however often it occurs, and
// what is looked up is one number, its score. Backward it is the same: each row gathers its sum of
// dy, and its gradient is that number times w, an outer product that is never written out: Adam's
// update of a table multiplies as it goes.
#pragma once

#include "models/model.h"

// What `train` uses. Its predictions and gradients differ from the transformer's by rounding.
template <class Real>
class PositionPredictor : public Model<Real> {
 public:
  explicit PositionPredictor(const ModelSizes& sizes)
      : Model<Real>(sizes),
        token_scores_({sizes.vocab_size}),
        position_scores_({sizes.positions}),
        w_({1, sizes.d_model}),
        y_({0}) {
    this->token_embedding.grad = TensorOf<Real>({sizes.vocab_size});
    this->pos_embedding.grad = TensorOf<Real>({this->pos_embedding.value.rows()});
  }

  const TensorOf<Real>& forward(const Batch& batch) override;
  void backward(const Batch& batch, const TensorOf<Real>& dy) override;
  std::unique_ptr<Adam<Real>> adam(const AdamOptions& options) override;
  // The last backward pass's w, of the tables, whose grad is dscores:
  //   dE[r] = dscores[r] w        and alike for P
  const TensorOf<Real>* grad_row(const Parameter<Real>& of) const override {
    return &of == &this->token_embedding || &of == &this->pos_embedding ? &w_ : nullptr;
  }
  void reserve(std::size_t tokens, std::size_t /*longest*/) override { y_.reserve_rows(tokens); }

 private:
  TensorOf<Real> token_scores_;     // (V): E[t]·w
  TensorOf<Real> position_scores_;  // (L): P[i]·w; zero without encoding
  TensorOf<Real> w_;
  TensorOf<Real> y_;  // (N)
};
