#include "core/strict_float.h"

#include "nn/adam.h"

#include "core/multiversion.h"
#include "core/prefetch.h"

#include <algorithm>
#include <cmath>

namespace {

// base^exponent by repeated squaring: the C libraries' pow differ in the last bit.
double power(double base, std::uint64_t exponent) {
  double result = 1;
  for (; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result *= base;
    base *= base;
  }
  return result;
}

}  // namespace

AdamStep adam_step(const AdamOptions& options, std::uint64_t t) {
  const double correction1 = 1 - power(options.beta1, t);
  const double correction2 = 1 - power(options.beta2, t);
  return {static_cast<float>(options.lr / correction1), static_cast<float>(std::sqrt(correction2))};
}

Adam::Adam(const AdamOptions& options, const Parameters& parameters) : options_(options) {
  for (const Parameter* parameter : parameters) {
    m_.emplace_back(parameter->value.shape());
    v_.emplace_back(parameter->value.shape());
  }
}

namespace {

// One row, (D), with gradient g[j] = scale direction[j].
inline void update_row(float* __restrict w, float* __restrict m, float* __restrict v,
                       const float* __restrict direction, float scale, std::size_t cols,
                       const AdamCoefficients& c) {
  for (std::size_t j = 0; j < cols; ++j) {
    const float g = scale * direction[j];
    m[j] = c.beta1 * m[j] + c.one_minus_beta1 * g;
    v[j] = c.beta2 * v[j] + c.one_minus_beta2 * g * g;
    w[j] -= c.step_size * m[j] / (std::sqrt(v[j]) * c.over_root_correction2 + c.eps);
  }
}

// The rows of one parameter, (R, D), with gradient g[r][j] = scale[r] direction[j].
POSEMBED_MULTIVERSION
void update_rows(float* w, float* m, float* v, const float* scale, const float* direction,
                 std::size_t rows, std::size_t cols, AdamCoefficients c) {
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t first = r * cols;
    update_row(w + first, m + first, v + first, direction, scale[r], cols, c);
  }
}

// After so many steps all rows catch up, which bounds what must be kept: a direction of each step,
// at most a sixteenth of the table.
constexpr std::size_t kPastSteps = 128;
constexpr std::size_t kFewestRows = 16 * kPastSteps;

// One row's steps from `first` to `last`; the gradient is zero after the first.
POSEMBED_MULTIVERSION
void update_row_later(float* w, float* m, float* v, float scale, const PastAdamStep* past,
                      std::uint64_t first, std::uint64_t last, std::size_t cols) {
  for (std::uint64_t t = first; t <= last; ++t) {
    const PastAdamStep& step = past[t % kPastSteps];
    update_row(w, m, v, step.direction.data(), scale, cols, step.coefficients);
    scale = 0;
  }
}

// The t-th step's. 1 - beta in double, then rounded, as Python hands it to PyTorch.
AdamCoefficients coefficients_of(const AdamOptions& options, std::uint64_t t) {
  const auto [step_size, root_correction2] = adam_step(options, t);
  return {static_cast<float>(options.beta1),
          static_cast<float>(options.beta2),
          static_cast<float>(1 - options.beta1),
          static_cast<float>(1 - options.beta2),
          step_size,
          1 / root_correction2,
          static_cast<float>(options.eps)};
}

}  // namespace

void Adam::step(const Parameters& parameters) {
  if (table_ != nullptr && t_ - all_caught_up_ == kPastSteps) catch_up();
  ++t_;
  const AdamCoefficients c = coefficients_of(options_, t_);
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    Parameter& parameter = *parameters[k];
    if (&parameter == table_) continue;
    update_rows(parameter.value.data(), m_[k].data(), v_[k].data(), parameter.grad.scale.data(),
                parameter.grad.direction.data(), parameter.value.rows(), parameter.value.cols(), c);
  }
  if (table_ == nullptr) return;
  PastAdamStep& now = past_[t_ % kPastSteps];
  now.coefficients = c;
  const Gradient& grad = table_->grad;
  std::copy(grad.direction.begin(), grad.direction.end(), now.direction.begin());
  for (const std::int32_t id : named_) {
    const auto row = static_cast<std::size_t>(id);
    scale_[row] = grad.scale[row];
  }
}

void Adam::put_off(std::size_t index, Parameter& table, std::size_t named) {
  if (table.value.rows() < kFewestRows || named >= table.value.rows() / 2) return;
  table_ = &table;
  index_ = index;
  past_.assign(kPastSteps, {{}, Tensor({table.value.cols()})});
  named_.reserve(named);
  set_steps(t_);
  // The moments of a row that no batch has named are zero, and it does not move; but with eps = 0
  // it becomes 0 / 0.
  if (t_ == 0 && static_cast<float>(options_.eps) > 0) due_.assign(due_.size(), 0);
}

// Whatever was put off is forgotten: the moments are those of the step that is set.
void Adam::set_steps(std::uint64_t steps) {
  t_ = steps;
  if (table_ == nullptr) return;
  all_caught_up_ = t_;
  due_.assign(table_->value.rows(), t_ + 1);
  scale_.assign(table_->value.rows(), 0);
}

void Adam::catch_up_row(std::size_t row) {
  const std::size_t cols = table_->value.cols();
  const std::size_t first = row * cols;
  update_row_later(table_->value.data() + first, m_[index_].data() + first,
                   v_[index_].data() + first, scale_[row], past_.data(), due_[row], t_, cols);
  scale_[row] = 0;
  due_[row] = t_ + 1;
}

void Adam::name_rows(const Ids& rows) {
  if (table_ == nullptr) return;
  named_ = rows;
  constexpr std::size_t kAhead = 4;
  const std::size_t cols = table_->value.cols();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + kAhead < rows.size()) {
      const std::size_t first = static_cast<std::size_t>(rows[i + kAhead]) * cols;
      for (Tensor* tensor : {&table_->value, &m_[index_], &v_[index_]}) {
        prefetch(tensor->data() + first, cols);
      }
    }
    const auto row = static_cast<std::size_t>(rows[i]);
    if (due_[row] == 0) due_[row] = t_ + 1;
    catch_up_row(row);
  }
}

void Adam::catch_up() {
  if (table_ == nullptr || all_caught_up_ == t_) return;
  for (std::size_t row = 0; row < due_.size(); ++row) {
    if (due_[row] != 0) catch_up_row(row);
  }
  all_caught_up_ = t_;
}
