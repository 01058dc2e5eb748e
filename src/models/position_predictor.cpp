#include "core/strict_float.h"

#include "models/position_predictor.h"

#include "core/multiversion.h"
#include "core/prefetch.h"
#include "core/sums.h"

namespace {

// scores[r] = table[r]·w for each r of `rows`; other scores stay as they are
//   table (R, D), w (1, D), rows: distinct, in [0, R)  ->  scores (R)
template <class Real>
inline void project_rows(TensorOf<Real>& scores, const TensorOf<Real>& table,
                         const TensorOf<Real>& w, const Ids& rows) {
  constexpr std::size_t kAhead = 10;
  constexpr std::size_t kInCache = std::size_t{1} << 16U;  // so small a table needs no asking
  const std::size_t asked = table.size() > kInCache ? rows.size() : 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (k + kAhead < asked) {
      prefetch(table.row(static_cast<std::size_t>(rows[k + kAhead])), w.cols());
    }
    const auto r = static_cast<std::size_t>(rows[k]);
    scores[r] = dot(table.row(r), w.data(), w.cols());
  }
}

// dw[j] += sum over r of `rows` of dscores[r] table[r][j]
//   dscores (R), table (R, D), rows  ->  dw (1, D)
// Four rows at a time, which reads and writes dw a quarter as often; the order of the sum is that
// of the rows.
template <class Real>
inline void add_weighted_rows(TensorOf<Real>& dw, const TensorOf<Real>& dscores,
                              const TensorOf<Real>& table, const Ids& rows) {
  const std::size_t d_model = table.cols();
  Real* __restrict sum = dw.data();
  const auto row = [&](std::size_t k) { return table.row(static_cast<std::size_t>(rows[k])); };
  const auto dscore = [&](std::size_t k) { return dscores[static_cast<std::size_t>(rows[k])]; };
  std::size_t k = 0;
  for (; k + 4 <= rows.size(); k += 4) {
    const Real* __restrict row0 = row(k);
    const Real* __restrict row1 = row(k + 1);
    const Real* __restrict row2 = row(k + 2);
    const Real* __restrict row3 = row(k + 3);
    const Real ds0 = dscore(k);
    const Real ds1 = dscore(k + 1);
    const Real ds2 = dscore(k + 2);
    const Real ds3 = dscore(k + 3);
    for (std::size_t j = 0; j < d_model; ++j) {
      sum[j] = (((sum[j] + ds0 * row0[j]) + ds1 * row1[j]) + ds2 * row2[j]) + ds3 * row3[j];
    }
  }
  for (; k < rows.size(); ++k) add_scaled(sum, dscore(k), row(k), d_model);
}

// Of floats, compiled for several vector widths (core/multiversion.h).
POSEMBED_MULTIVERSION
void project(Tensor& scores, const Tensor& table, const Tensor& w, const Ids& rows) {
  project_rows(scores, table, w, rows);
}
void project(TensorOf<double>& scores, const TensorOf<double>& table, const TensorOf<double>& w,
             const Ids& rows) {
  project_rows(scores, table, w, rows);
}
POSEMBED_MULTIVERSION
void project_backward(Tensor& dw, const Tensor& dscores, const Tensor& table, const Ids& rows) {
  add_weighted_rows(dw, dscores, table, rows);
}
void project_backward(TensorOf<double>& dw, const TensorOf<double>& dscores,
                      const TensorOf<double>& table, const Ids& rows) {
  add_weighted_rows(dw, dscores, table, rows);
}

}  // namespace

template <class Real>
PositionPredictor<Real>::PositionPredictor(const ModelSizes& sizes)
    : Model<Real>(sizes, GradientKind::kOuterProduct),
      token_scores_({sizes.vocab_size}),
      position_scores_({sizes.max_seq_len}),
      y_({0}) {}

template <class Real>
const TensorOf<Real>& PositionPredictor<Real>::forward(const Batch& batch) {
  const TensorOf<Real>& w = this->linear_weight.value;
  project(token_scores_, this->token_embedding.value, w, batch.token_rows());
  if (this->sizes().encoding->adds_vectors()) {
    project(position_scores_, this->pos_embedding.value, w, batch.position_rows());
  }
  y_.resize_rows(batch.places());
  const Real* token_scores = token_scores_.data();
  const Real* position_scores = position_scores_.data();
  const Real b = this->linear_bias.value[0];
  for (std::size_t n = 0; n < batch.places(); ++n) {
    y_[n] = token_scores[batch.tokens()[n]] + position_scores[batch.positions()[n]] + b;
  }
  return y_;
}

template <class Real>
void PositionPredictor<Real>::backward(const Batch& batch, const TensorOf<Real>& dy) {
  this->linear_weight.grad.dense.fill(0);
  this->linear_bias.grad.dense[0] = sum(dy);
  table_backward(this->token_embedding, batch.tokens(), batch.token_rows(), dy);
  // A fixed table, too: it is not trained, but w's gradient takes its part from here.
  if (this->sizes().encoding->adds_vectors()) {
    table_backward(this->pos_embedding, batch.positions(), batch.position_rows(), dy);
  }
}

// dscores[r] = sum over all n with ids[n] = r of dy[n]
// dE[r] = dscores[r] w        dw += sum over r of dscores[r] E[r], and alike for P
template <class Real>
void PositionPredictor<Real>::table_backward(Parameter<Real>& table, const Ids& ids,
                                             const Ids& rows, const TensorOf<Real>& dy) {
  TensorOf<Real>& dscores = table.grad.scale;
  dscores.fill(0);
  Real* dscore = dscores.data();
  for (std::size_t n = 0; n < ids.size(); ++n) dscore[ids[n]] += dy[n];
  project_backward(this->linear_weight.grad.dense, dscores, table.value, rows);
  const TensorOf<Real>& w = this->linear_weight.value;
  std::copy(w.begin(), w.end(), table.grad.direction.begin());
}

template class PositionPredictor<float>;
template class PositionPredictor<double>;
