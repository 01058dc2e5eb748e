// The transformer without blocks, the same, faster, because one may multiply by w first, and look
// up and add afterwards:
//
//   y[n] = (E[t] + P[i])·w + b = E[t]·w + P[i]·w + b        with token t at position i of place n
//
// So each row that a batch names is projected, multiplied by w, once, however often it occurs, and
// what is looked up is one number, its score. Backward it is the same: each row gathers its sum of
// dy, and its gradient is that number times w, an outer product that need not be written out.
#pragma once

#include "models/model.h"

// What `train` uses. Its predictions and gradients differ from the transformer's by rounding.
template <class Real>
class PositionPredictor : public Model<Real> {
 public:
  explicit PositionPredictor(const ModelSizes& sizes);

  const TensorOf<Real>& forward(const Batch& batch) override;
  void backward(const Batch& batch, const TensorOf<Real>& dy) override;
  void reserve(std::size_t places, std::size_t /*longest*/) override { y_.reserve_rows(places); }

 private:
  void table_backward(Parameter<Real>& table, const Ids& ids, const Ids& rows,
                      const TensorOf<Real>& dy);

  TensorOf<Real> token_scores_;     // (V): E[t]·w
  TensorOf<Real> position_scores_;  // (L): P[i]·w; zero without encoding
  TensorOf<Real> y_;                // (N)
};
