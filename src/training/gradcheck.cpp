#include "core/strict_float.h"

#include "training/gradcheck.h"

#include "nn/embedding.h"
#include "nn/linear.h"
#include "nn/mse.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>

namespace {

// How far a gradient may be from the differences, relative to the tensor's largest gradient.
//
// The check's loss is, in any one value, a polynomial of degree two at the most, and for
// such a polynomial the central difference is the derivative itself, whatever the step. So
// the step need not be small, and is kStep = 1: there is no truncation error to balance
// against rounding. What is left is the forward pass's rounding to float: 2^-24 = 6e-8 of an
// output that is up to a hundred times the gradient, and smaller by far on average; the
// check's own sums are in double. Measured: below 4e-6 over a hundred seeds of the default
// sizes. A wrong sign is an error of 2, one dropped place among a thousand about 1e-3.
//
// A gradient is a float sum over all places; over more than a thousand its own rounding counts,
// and grows as their square root (4.3e-5 over 21,000 places).
double tolerance(std::size_t places) {
  return 2e-5 * std::sqrt(std::max(1.0, static_cast<double>(places) / 1000));
}
constexpr float kStep = 1;

using Loss = std::function<double()>;

// Compares `analytic`, the gradient of `loss` with respect to `input`, with
//   (loss(input + h e_i) - loss(input - h e_i)) / 2h        for every element i.
// Each error keeps its sign until it is compared, so that a flipped gradient shows, and a
// gradient that is zero or not a number throughout does not hold.
GradientCheck compare(const std::string& pass, const std::string& gradient,
                      const std::vector<double>& analytic, Tensor& input, const Loss& loss,
                      std::size_t places = 1) {
  std::vector<double> numeric(input.size());
  double largest = 0;
  for (std::size_t i = 0; i < input.size(); ++i) {
    const float kept = input[i];
    const float above = kept + kStep;
    const float below = kept - kStep;
    input[i] = above;
    const double loss_above = loss();
    input[i] = below;
    const double loss_below = loss();
    input[i] = kept;
    numeric[i] = (loss_above - loss_below) / (static_cast<double>(above) - below);
    largest = std::max(largest, std::abs(numeric[i]));
  }
  GradientCheck check = {pass, gradient, input.size(), 0, 0, 0, 0, 0, largest > 0};
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double error = std::abs(analytic[i] - numeric[i]) / largest;
    if (!(error <= tolerance(places))) check.holds = false;  // NaN does not hold either
    if (i > 0 && !(error > check.largest_error)) continue;
    check.largest_error = error;
    check.row = i / input.cols();
    check.col = i % input.cols();
    check.analytic = analytic[i];
    check.numeric = numeric[i];
  }
  return check;
}

// Fixed values without symmetry, between -1 and 1: none equal, none the negative of another.
Tensor asymmetric(const std::vector<std::size_t>& shape, unsigned start) {
  Tensor tensor(shape);
  unsigned k = start;
  for (float& value : tensor) {
    k = (k * 37 + 11) % 211;
    value = static_cast<float>(k) / 105.7F - 1;
  }
  return tensor;
}

// sum over n, j of u[n][j] y[n][j]: a loss whose gradient with respect to y is u.
double weighted_sum(const Tensor& u, const Tensor& y) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += static_cast<double>(u[i]) * y[i];
  return sum;
}

std::vector<double> as_doubles(const Tensor& tensor) { return {tensor.begin(), tensor.end()}; }

// A gradient tensor that is full beforehand, since backward passes must add to what is there.
Tensor filled_beforehand(const Tensor& like) { return asymmetric(like.shape(), 3); }

std::vector<double> what_was_added(const Tensor& gradient) {
  const Tensor before = filled_beforehand(gradient);
  std::vector<double> added(gradient.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    added[i] = static_cast<double>(gradient[i]) - before[i];
  }
  return added;
}

// Ids that name some rows several times, in no order, and one row (4 of 6) never.
const Ids& example_ids() {
  static const Ids kIds = {2, 0, 5, 2, 1, 3, 0, 2, 5};
  return kIds;
}
constexpr std::size_t kRows = 6;
constexpr std::size_t kDim = 5;  // no multiple of the lanes of dot

// The rows of example_ids, each once.
const Ids& example_rows() {
  static const Ids kDistinct = {2, 0, 5, 1, 3};
  return kDistinct;
}

std::vector<GradientCheck> check_embedding() {
  const Ids& tokens = example_ids();
  const Ids positions = {0, 1, 2, 3, 0, 1, 2, 0, 1};
  Tensor token_scores = asymmetric({kRows}, 1);
  Tensor position_scores = asymmetric({4}, 4);
  Tensor b = asymmetric({1}, 9);
  const Tensor u = asymmetric({tokens.size()}, 2);
  Tensor dtokens = filled_beforehand(token_scores);
  Tensor dpositions = filled_beforehand(position_scores);
  Tensor db = filled_beforehand(b);
  embedding_backward(dtokens, u, tokens);
  embedding_backward(dpositions, u, positions);
  bias_backward(db, u);

  Tensor y({0});
  const Loss loss = [&] {
    embedding_forward(y, token_scores, position_scores, b, tokens, positions);
    return weighted_sum(u, y);
  };
  return {
      compare("embedding", "token dscores", what_was_added(dtokens), token_scores, loss),
      compare("embedding", "position dscores", what_was_added(dpositions), position_scores, loss),
      compare("embedding", "db", what_was_added(db), b, loss)};
}

std::vector<GradientCheck> check_linear() {
  Tensor table = asymmetric({kRows, kDim}, 7);
  Tensor w = asymmetric({1, kDim}, 8);
  Tensor u = asymmetric({kRows}, 10);
  u[4] = 0;  // the row that is never named
  Tensor dw = filled_beforehand(w);
  linear_backward(dw, u, table, example_rows());
  Gradient dtable(table);
  dtable.scale = u;
  std::copy(w.begin(), w.end(), dtable.direction.begin());

  Tensor scores({kRows});
  const Loss loss = [&] {
    linear_forward(scores, table, w, example_rows());
    return weighted_sum(u, scores);
  };
  return {compare("linear", "dtable", as_doubles(dtable.full()), table, loss),
          compare("linear", "dw", what_was_added(dw), w, loss)};
}

std::vector<GradientCheck> check_mse() {
  const Ids& positions = example_ids();
  Tensor y = asymmetric({positions.size()}, 12);
  Tensor dy({0});
  mse_backward(dy, y, positions);
  const Loss loss = [&] { return mse_forward(y, positions); };
  return {compare("masked MSE", "dy", as_doubles(dy), y, loss)};
}

}  // namespace

std::vector<GradientCheck> check_layers() {
  std::vector<GradientCheck> checks;
  for (const auto& layer : {check_embedding(), check_linear(), check_mse()}) {
    checks.insert(checks.end(), layer.begin(), layer.end());
  }
  return checks;
}

std::vector<GradientCheck> check_model(PositionPredictor& model, const Batch& batch) {
  const Parameters parameters = model.parameters();
  Tensor dy({0});
  mse_backward(dy, model.forward(batch.tokens, batch.positions), batch.positions);
  model.backward(batch.tokens, batch.positions, dy);

  const Loss loss = [&] {
    return mse_forward(model.forward(batch.tokens, batch.positions), batch.positions);
  };
  std::vector<GradientCheck> checks;
  for (Parameter* parameter : parameters) {
    checks.push_back(compare("whole model", parameter->name, as_doubles(parameter->grad.full()),
                             parameter->value, loss, batch.positions.size()));
  }
  return checks;
}
