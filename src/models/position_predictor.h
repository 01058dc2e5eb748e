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
        token_dscores_({sizes.vocab_size}),
        position_scores_({sizes.positions}),
        position_dscores_({sizes.positions}),
        w_({1, sizes.d_model}),
        y_({0}) {
    this->token_embedding.grad = this->pos_embedding.grad = TensorOf<Real>({0, sizes.d_model});
  }

  const TensorOf<Real>& forward(const Batch& batch) override;
  void backward(const Batch& batch, const TensorOf<Real>& dy) override;
  std::unique_ptr<Adam<Real>> adam(const AdamOptions& options) override;
  Real gradient_at(const Parameter<Real>& of, std::size_t row, std::size_t col) const override {
    const TensorOf<Real>* dscores = dscores_of(of);
    return dscores == nullptr ? of.grad.row(row)[col] : (*dscores)[row] * w_[col];
  }
  void reserve(std::size_t tokens, std::size_t /*longest*/) override { y_.reserve_rows(tokens); }

  // dE[r] = dscores[r] w        and alike for P; nullptr for what is no table
  const TensorOf<Real>* dscores_of(const Parameter<Real>& parameter) const {
    if (&parameter == &this->token_embedding) return &token_dscores_;
    return &parameter == &this->pos_embedding ? &position_dscores_ : nullptr;
  }
  const TensorOf<Real>& w() const { return w_; }  // (1, D): the last backward pass's

 protected:
  double squared_gradient() const override;
  void scale_gradient(Real factor) override;

 private:
  TensorOf<Real> token_scores_;      // (V): E[t]·w
  TensorOf<Real> token_dscores_;     // (V)
  TensorOf<Real> position_scores_;   // (L): P[i]·w; zero without encoding
  TensorOf<Real> position_dscores_;  // (L)
  TensorOf<Real> w_;
  TensorOf<Real> y_;  // (N)
};
