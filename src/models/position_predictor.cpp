#include "core/strict_float.h"

#include "models/position_predictor.h"

#include "core/multiversion.h"
#include "core/sums.h"
#include "core/workers.h"

#include <cmath>

namespace {

// Asks for a row that is needed soon: rows of a large table come from memory, one by one, and the
// processor cannot guess which is next. Makes the forward pass of the large settings of
// `posembed bench` twice as fast.
template <class Real>
inline void prefetch(const Real* row, std::size_t n) {
  constexpr std::size_t kPerLine = 64 / sizeof(Real);
  for (std::size_t i = 0; i < n; i += kPerLine) __builtin_prefetch(row + i);
}

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

// The sums of dy over the places that name each row:
//   dscores[r] = sum over all n with ids[n] = r of dy[n]
template <class Real>
void gather(TensorOf<Real>& dscores, const TensorOf<Real>& dy, const Ids& ids) {
  dscores.fill(0);
  Real* dscore = dscores.data();
  const Real* dy_of = dy.data();
  for (const std::int32_t id : ids) dscore[id] += *dy_of++;
}

// Adam's update (nn/adam.cpp) of a row of a table, whose gradient is g[j] = dscore w[j].
template <class Real>
inline void update_row(Real* __restrict row, Real* __restrict m, Real* __restrict v,
                       const Real* __restrict w, Real dscore, std::size_t d_model,
                       const AdamStep<Real>& s) {
  for (std::size_t j = 0; j < d_model; ++j) {
    const Real g = dscore * w[j];
    m[j] += s.one_minus_beta1 * (g - m[j]);
    v[j] = s.beta2 * v[j] + s.one_minus_beta2 * g * g;
    row[j] -= s.step_size * m[j] / (std::sqrt(v[j]) * s.over_root_correction2 + s.eps);
  }
}

template <class Real>
inline void update_rows(TensorOf<Real>& table, TensorOf<Real>& m, TensorOf<Real>& v,
                        const TensorOf<Real>& dscores, const TensorOf<Real>& w,
                        const AdamStep<Real> step, const Part& rows) {
  const std::size_t d_model = table.cols();
  for (std::size_t r = rows.first, i = r * d_model; r < rows.last; ++r, i += d_model) {
    update_row(table.data() + i, m.data() + i, v.data() + i, w.data(), dscores[r], d_model, step);
  }
}

// Of floats, compiled for several vector widths (core/multiversion.h).
POSEMBED_MULTIVERSION
void project_rows(Tensor& scores, const Tensor& table, const Tensor& w, const Ids& rows) {
  project_rows<float>(scores, table, w, rows);
}
POSEMBED_MULTIVERSION
void add_weighted_rows(Tensor& dw, const Tensor& dscores, const Tensor& table, const Ids& rows) {
  add_weighted_rows<float>(dw, dscores, table, rows);
}
POSEMBED_MULTIVERSION
void update_rows(Tensor& table, Tensor& m, Tensor& v, const Tensor& dscores, const Tensor& w,
                 const AdamStep<float>& step, const Part& rows) {
  update_rows<float>(table, m, v, dscores, w, step, rows);
}

template <class Real>
class OuterProductAdam : public Adam<Real> {
 public:
  OuterProductAdam(const AdamOptions& options, PositionPredictor<Real>& model)
      : Adam<Real>(options, model.parameters()), model_(model) {}

 protected:
  void update(Parameter<Real>& parameter, TensorOf<Real>& m, TensorOf<Real>& v,
              const AdamStep<Real>& step) override {
    const TensorOf<Real>* w = model_.grad_row(parameter);
    if (w == nullptr) return Adam<Real>::update(parameter, m, v, step);
    parts_apart(m.rows(), kUpdateWork * m.size(), [&](const Part& rows) {
      update_rows(parameter.value, m, v, parameter.grad, *w, step, rows);
    });
  }

 private:
  const PositionPredictor<Real>& model_;
};

}  // namespace

template <class Real>
const TensorOf<Real>& PositionPredictor<Real>::forward(const Batch& batch) {
  const TensorOf<Real>& w = this->linear_weight.value;
  project_rows(token_scores_, this->token_embedding.value, w, batch.token_rows());
  if (this->sizes().encoding->adds_vectors()) {
    project_rows(position_scores_, this->pos_embedding.value, w, batch.position_rows());
  }
  y_.resize_rows(batch.size());
  const Real* token_scores = token_scores_.data();
  const Real* position_scores = position_scores_.data();
  const Real b = this->linear_bias.value[0];
  for (std::size_t n = 0; n < batch.size(); ++n) {
    y_[n] = token_scores[batch.tokens()[n]] + position_scores[batch.positions()[n]] + b;
  }
  return y_;
}

// dw = sum over r of dscores[r] E[r], and alike for P
template <class Real>
void PositionPredictor<Real>::backward(const Batch& batch, const TensorOf<Real>& dy) {
  std::copy(this->linear_weight.value.begin(), this->linear_weight.value.end(), w_.begin());
  TensorOf<Real>& dw = this->linear_weight.grad;
  dw.fill(0);
  const auto add_table = [&](Parameter<Real>& table, const Ids& ids, const Ids& rows) {
    gather(table.grad, dy, ids);
    add_weighted_rows(dw, table.grad, table.value, rows);
  };
  this->linear_bias.grad[0] = sum(dy);
  add_table(this->token_embedding, batch.tokens(), batch.token_rows());
  if (!this->sizes().encoding->adds_vectors()) return;
  // A fixed table, too: it is not trained, but w's gradient takes its part from here.
  add_table(this->pos_embedding, batch.positions(), batch.position_rows());
}

template <class Real>
std::unique_ptr<Adam<Real>> PositionPredictor<Real>::adam(const AdamOptions& options) {
  return std::make_unique<OuterProductAdam<Real>>(options, *this);
}

template class PositionPredictor<float>;
template class PositionPredictor<double>;
