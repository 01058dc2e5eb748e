#include "core/strict_float.h"

#include "training/gradcheck.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "nn/embedding.h"
#include "nn/full_gradient.h"
#include "nn/linear.h"
#include "nn/mse.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace {

using Doubles = TensorOf<double>;
using Loss = std::function<double()>;

// h of the differences. What they leave out grows as h^2, their rounding as 1e-16 loss / h: at 1e-4
// both stay far below the tolerance. Measured errors are below 1e-8.
constexpr double kStep = 1e-4;
constexpr double kTolerance = 1e-6;

// (loss(input + h e_i) - loss(input - h e_i)) / 2h        for every element i
Doubles differences(Doubles& input, const Loss& loss) {
  Doubles numeric(input.shape());
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double kept = input[i];
    const double above = kept + kStep;
    const double below = kept - kStep;
    input[i] = above;
    const double loss_above = loss();
    input[i] = below;
    const double loss_below = loss();
    input[i] = kept;
    numeric[i] = (loss_above - loss_below) / (above - below);
  }
  return numeric;
}

// Fixed values without symmetry, between -1 and 1: none equal, none the negative of another.
Doubles asymmetric(const std::vector<std::size_t>& shape, unsigned start) {
  Doubles tensor(shape);
  unsigned k = start;
  for (double& value : tensor) {
    k = (k * 37 + 11) % 211;
    value = k / 105.7 - 1;
  }
  return tensor;
}

// sum over n, j of u[n][j] y[n][j]: a loss whose gradient with respect to y is u.
double weighted_sum(const Doubles& u, const Doubles& y) {
  return dot(u.data(), y.data(), y.size());
}

// A gradient that is full beforehand, since backward passes of weights must add to what is there.
Doubles filled_beforehand(const Doubles& like) { return asymmetric(like.shape(), 3); }

Doubles what_was_added(const Doubles& gradient) {
  Doubles added = gradient;
  const Doubles before = filled_beforehand(gradient);
  for (std::size_t i = 0; i < added.size(); ++i) added[i] -= before[i];
  return added;
}

std::vector<GradientCheck> check_embedding() {
  // The ids name some rows several times, in no order, and row 4 of the rows 0 to 5 never.
  const Ids ids = {2, 0, 5, 2, 1, 3, 0, 2, 5};
  Doubles table = asymmetric({6, 5}, 7);
  Doubles x({0, 5});
  const Doubles u = asymmetric({ids.size(), 5}, 2);
  Doubles dtable = filled_beforehand(table);
  embedding_backward(dtable, u, ids);
  const Loss loss = [&] {
    embedding_forward(x, table, ids);
    return weighted_sum(u, x);
  };
  return {
      compare_gradients("embedding", "dtable", what_was_added(dtable), differences(table, loss))};
}

// Both terms have the gradient of their sum.
std::vector<GradientCheck> check_sum() {
  Doubles a = asymmetric({4, 5}, 1);
  Doubles p = asymmetric({4, 5}, 4);
  const Doubles u = asymmetric({4, 5}, 9);
  const Loss loss = [&] {
    Doubles x = a;
    sum_forward(x, p);
    return weighted_sum(u, x);
  };
  return {compare_gradients("sum", "dx", u, differences(a, loss)),
          compare_gradients("sum", "dp", u, differences(p, loss))};
}

std::vector<GradientCheck> check_linear() {
  Doubles x = asymmetric({4, 5}, 7);  // no multiple of the lanes of a sum
  Doubles w = asymmetric({3, 5}, 8);
  Doubles b = asymmetric({3}, 9);
  Doubles y({0, 3});
  const Doubles u = asymmetric({4, 3}, 10);
  Doubles dx({0, 5});
  Doubles dw = filled_beforehand(w);
  Doubles db = filled_beforehand(b);
  linear_backward(dx, dw, db, u, x, w);
  const Loss loss = [&] {
    linear_forward(y, x, w, b);
    return weighted_sum(u, y);
  };
  return {compare_gradients("linear", "dx", dx, differences(x, loss)),
          compare_gradients("linear", "dw", what_was_added(dw), differences(w, loss)),
          compare_gradients("linear", "db", what_was_added(db), differences(b, loss))};
}

std::vector<GradientCheck> check_mse() {
  Tensor targets({9});
  for (std::size_t n = 0; n < targets.size(); ++n) targets[n] = static_cast<float>(n * n % 7);
  Doubles y = asymmetric({targets.size()}, 12);
  Doubles dy({0});
  mse_backward(dy, y, targets);
  const Loss loss = [&] { return mse_forward(y, targets); };
  return {compare_gradients("MSE", "dy", dy, differences(y, loss))};
}

void append(std::vector<GradientCheck>& all, const std::vector<GradientCheck>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

// Each error keeps its sign until it is compared, so that a flipped gradient shows.
GradientCheck compare_gradients(const std::string& pass, const std::string& gradient,
                                const TensorOf<double>& analytic, const TensorOf<double>& numeric) {
  assert(analytic.size() == numeric.size());
  double largest = 0;
  for (const double value : numeric) largest = std::max(largest, std::abs(value));
  GradientCheck check = {pass, gradient, numeric.size(), 0, 0, 0, 0, 0, true};
  for (std::size_t i = 0; i < numeric.size(); ++i) {
    const double error = std::abs(analytic[i] - numeric[i]) / largest;
    if (!(error <= kTolerance)) check.holds = false;  // NaN does not hold either
    const bool smaller = i > 0 && error <= check.largest_error;
    if (smaller || std::isnan(check.largest_error)) continue;  // the first NaN stays
    check.largest_error = error;
    check.row = i / numeric.cols();
    check.col = i % numeric.cols();
    check.analytic = analytic[i];
    check.numeric = numeric[i];
  }
  return check;
}

std::vector<GradientCheck> check_layers() {
  std::vector<GradientCheck> checks;
  for (const auto& check : {check_embedding, check_sum, check_linear, check_mse}) {
    append(checks, check());
  }
  return checks;
}

std::vector<GradientCheck> check_model(const std::string& name, Model<double>& model,
                                       const Batch& batch) {
  Doubles dy({0});
  mse_backward(dy, model.forward(batch), batch.targets());
  model.backward(batch, dy);
  const Loss loss = [&] { return mse_forward(model.forward(batch), batch.targets()); };
  std::vector<GradientCheck> checks;
  for (Parameter<double>* parameter : model.parameters()) {
    checks.push_back(compare_gradients(name, parameter->name, full_gradient(*parameter),
                                       differences(parameter->value, loss)));
  }
  return checks;
}

std::vector<GradientCheck> check_models(const Model<float>& weights, const Batch& batch) {
  Transformer<double> transformer(weights.sizes());
  PositionPredictor<double> predictor(weights.sizes());
  copy_weights(transformer, weights);
  copy_weights(predictor, weights);
  std::vector<GradientCheck> checks = check_model("transformer", transformer, batch);
  append(checks, check_model("predictor", predictor, batch));
  return checks;
}
