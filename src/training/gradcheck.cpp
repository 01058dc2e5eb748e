#include "core/strict_float.h"

#include "training/gradcheck.h"

#include "models/gradient.h"
#include "models/position_predictor.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "nn/mse.h"
#include "training/finite_differences.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

// What a loss depends on, and its gradient as the backward pass gives it.
struct Input {
  std::string gradient;  // its name
  Doubles analytic;
  Doubles& value;
};

// Each gradient against the differences of the loss, sharper ones where it does not hold: a wrong
// gradient is wrong against all.
GradientChecks compared(const std::string& pass, const Loss& loss,
                        const std::vector<Input>& inputs) {
  GradientChecks checks;
  for (const Input& input : inputs) {
    const double rounding = 1e-15 * std::abs(loss()) / kStep;
    const auto against = [&](const Doubles& numeric) {
      return compare_gradients(pass, input.gradient, input.analytic, numeric, rounding);
    };
    GradientCheck check = against(differences(input.value, loss, kStep));
    for (const double h : {kStep, kStep / 10}) {
      if (check.holds) break;
      const GradientCheck sharper = against(extrapolated(input.value, loss, h));
      if (sharper.holds) check = sharper;
    }
    checks.push_back(check);
  }
  return checks;
}

GradientChecks check_model(const std::string& name, Model<double>& model, const Batch& batch) {
  Doubles dy({0});
  mse_backward(dy, model.forward(batch), batch.targets());
  model.backward(batch, dy);
  std::vector<Input> inputs;
  for (Parameter<double>* parameter : model.parameters_used_by(model.sizes().stack)) {
    inputs.push_back({parameter->name, gradient(model, *parameter), parameter->value});
  }
  return compared(
      name, [&] { return mse_forward(model.forward(batch), batch.targets()); }, inputs);
}

// Fixed values without symmetry, between -1 and 1: none equal, none the negative of another.
Doubles asymmetric(const std::vector<std::size_t>& shape, unsigned start) {
  Doubles tensor(shape);
  for (double& value : tensor) {
    start = (start * 37 + 11) % 211;
    value = start / 105.7 - 1;
  }
  return tensor;
}

// The loss sum over n, j of u[n][j] y[n][j], whose gradient with respect to y is u.
Loss weighted_sum(const Doubles& u, const std::function<void(Doubles& y)>& forward) {
  return [&u, forward] {
    Doubles y({0, u.cols()});
    forward(y);
    return dot(u.data(), y.data(), y.size());
  };
}

// A gradient that is full beforehand, since backward passes of weights must add to what is there.
Doubles filled_beforehand(const Doubles& like) { return asymmetric(like.shape(), 3); }

Doubles what_was_added(Doubles gradient) {
  const Doubles before = filled_beforehand(gradient);
  for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] -= before[i];
  return gradient;
}

GradientChecks check_embedding() {
  // The ids name some rows several times, in no order, and row 4 of the rows 0 to 5 never.
  const Ids ids = {2, 0, 5, 2, 1, 3, 0, 2, 5};
  Doubles table = asymmetric({6, 5}, 7);
  const Doubles u = asymmetric({ids.size(), 5}, 2);
  Doubles dtable = filled_beforehand(table);
  embedding_backward(dtable, u, ids);
  const Loss loss = weighted_sum(u, [&](Doubles& x) { embedding_forward(x, table, ids); });
  return compared("embedding", loss, {{"dtable", what_was_added(dtable), table}});
}

// Both terms have the gradient of their sum.
GradientChecks check_sum() {
  Doubles a = asymmetric({4, 5}, 1);
  Doubles p = asymmetric({4, 5}, 4);
  const Doubles u = asymmetric({4, 5}, 9);
  const Loss loss = weighted_sum(u, [&](Doubles& x) {
    x = a;
    sum_forward(x, p);
  });
  return compared("sum", loss, {{"dx", u, a}, {"dp", u, p}});
}

GradientChecks check_linear() {
  Doubles x = asymmetric({4, 5}, 7);  // no multiple of the lanes of a sum
  Doubles w = asymmetric({3, 5}, 8);
  Doubles b = asymmetric({3}, 9);
  const Doubles u = asymmetric({4, 3}, 10);
  Doubles dx({0, 5});
  Doubles dw = filled_beforehand(w);
  Doubles db = filled_beforehand(b);
  linear_backward(dx, dw, db, u, x, w);
  const Loss loss = weighted_sum(u, [&](Doubles& y) { linear_forward(y, x, w, b); });
  return compared("linear", loss,
                  {{"dx", dx, x}, {"dw", what_was_added(dw), w}, {"db", what_was_added(db), b}});
}

GradientChecks check_mse() {
  Tensor targets({9});
  for (std::size_t n = 0; n < targets.size(); ++n) targets[n] = static_cast<float>(n * n % 7);
  Doubles y = asymmetric({targets.size()}, 12);
  Doubles dy({0});
  mse_backward(dy, y, targets);
  return compared("MSE", [&] { return mse_forward(y, targets); }, {{"dy", dy, y}});
}

GradientChecks check_layer_norm() {
  Doubles x = asymmetric({3, 5}, 1);
  WeightAndBias<double> w("d", {5});
  w.weight.value = asymmetric({5}, 2);
  w.bias.value = asymmetric({5}, 3);
  for (Doubles* grad : {&w.weight.grad, &w.bias.grad}) *grad = filled_beforehand(*grad);
  const Doubles u = asymmetric({3, 5}, 4);
  LayerNorm<double> norm(5);
  norm.forward(x, w);
  Doubles d = u;
  norm.backward(d, w);
  const Loss loss = weighted_sum(u, [&](Doubles& y) { y = norm.forward(x, w); });
  return compared("layer norm", loss,
                  {{"dx", d, x},
                   {w.weight.name, what_was_added(w.weight.grad), w.weight.value},
                   {w.bias.name, what_was_added(w.bias.grad), w.bias.value}});
}

GradientChecks check_softmax(bool causal) {
  Doubles scores = asymmetric({5, 5}, 1);
  const Doubles u = asymmetric({5, 5}, 2);
  const auto softmax = [&](Doubles& p) {
    p = scores;
    softmax_forward(view(p), causal);
  };
  Doubles p;
  softmax(p);
  Doubles ds = u;
  softmax_backward<double>(view(ds), view(std::as_const(p)));
  return compared(causal ? "causal softmax" : "softmax", weighted_sum(u, softmax),
                  {{"ds", ds, scores}});
}

// A layer with parameters: forward(y, x), backward(dx, dy, x); both take the parameters' values as
// they are then.
template <class Forward, class Backward>
GradientChecks check_layer(const std::string& pass, const Parameters<double>& parameters, Doubles x,
                           const Forward& forward, const Backward& backward) {
  unsigned start = 20;
  for (Parameter<double>* parameter : parameters) {
    parameter->value = asymmetric(parameter->value.shape(), ++start);
    parameter->grad.fill(0);
  }
  const Doubles u = asymmetric(x.shape(), 2);
  Doubles y({0, x.cols()});
  forward(y, x);
  Doubles dx({0, x.cols()});
  backward(dx, u, x);
  std::vector<Input> inputs = {{"dx", dx, x}};
  for (Parameter<double>* parameter : parameters) {
    inputs.push_back({parameter->name, parameter->grad, parameter->value});
  }
  return compared(pass, weighted_sum(u, [&](Doubles& out) { forward(out, x); }), inputs);
}

constexpr std::size_t kWidth = 8;  // D, of two heads: rotary turns two pairs of each, unlike fast
const std::vector<std::size_t> kStarts = {0, 3, 4, 9};  // sequences of 3, 1 and 5 places

GradientChecks check_self_attention(const Encoding& encoding, bool causal) {
  StackOptions options;
  options.causal = causal;
  SelfAttentionWeights<double> w("", kWidth);
  const Rotation<double> rotation(5, kWidth / options.heads);
  SelfAttention<double> layer(kWidth, options, &encoding, rotation);
  Scratch<double> scratch(kWidth, 0);
  return check_layer((causal ? "causal " : "") + std::string(encoding.name),
                     {&w.in.weight, &w.in.bias, &w.out.weight, &w.out.bias},
                     asymmetric({kStarts.back(), kWidth}, 1),
                     [&](Doubles& y, const Doubles& x) { layer.forward(y, x, kStarts, w); },
                     [&](Doubles& dx, const Doubles& dy, const Doubles& x) {
                       layer.backward(dx, dy, x, w, scratch);
                     });
}

GradientChecks check_feed_forward() {
  FeedForwardWeights<double> w("", 3, 7);
  FeedForward<double> layer(7);
  Doubles da({0, 7});
  return check_layer(
      "feed-forward", {&w.linear1.weight, &w.linear1.bias, &w.linear2.weight, &w.linear2.bias},
      asymmetric({4, 3}, 1), [&](Doubles& y, const Doubles& x) { layer.forward(y, x, w); },
      [&](Doubles& dx, const Doubles& dy, const Doubles& x) { layer.backward(dx, dy, x, w, da); });
}

GradientChecks check_block(const Norm& norm) {
  StackOptions options;
  options.norm = &norm;
  BlockWeights<double> w("", kWidth, 6);
  const Rotation<double> none(0, 0);
  Block<double> block(kWidth, 6, options, find_encoding("none"), none);
  Scratch<double> scratch(kWidth, 6);
  return check_layer(
      std::string("block, ") + norm.name, w.parameters(options),
      asymmetric({kStarts.back(), kWidth}, 1),
      [&](Doubles& y, const Doubles& x) { y = block.forward(x, kStarts, w); },
      [&](Doubles& dx, const Doubles& dy, const Doubles& /*x*/) {
        dx = dy;
        block.backward(dx, w, scratch);
      });
}

}  // namespace

// Each error keeps its sign until it is compared, so that a flipped gradient shows.
GradientCheck compare_gradients(const std::string& pass, const std::string& gradient,
                                const TensorOf<double>& analytic, const TensorOf<double>& numeric,
                                double rounding) {
  assert(analytic.size() == numeric.size());
  double largest = 0;
  for (const double value : numeric) largest = std::max(largest, std::abs(value));
  GradientCheck check = {pass, gradient, numeric.size(), 0, 0, 0, 0, 0, true};
  for (std::size_t i = 0; i < numeric.size(); ++i) {
    const double distance = std::abs(analytic[i] - numeric[i]);
    const double error = distance == 0 ? 0 : distance / largest;
    if (!(error <= 1e-6) && !(distance <= rounding))
      check.holds = false;  // NaN does not hold either
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

GradientChecks check_layers() {
  GradientChecks checks;
  for (const auto& check :
       {check_embedding, check_sum, check_linear, check_mse, check_layer_norm}) {
    append(checks, check());
  }
  for (const bool causal : {false, true}) {
    append(checks, check_softmax(causal));
    // Those that add vectors do so before the first layer.
    for (const char* encoding : {"none", "rotary", "alibi"}) {
      append(checks, check_self_attention(*find_encoding(encoding), causal));
    }
  }
  append(checks, check_feed_forward());
  for (const Norm& norm : kNorms) append(checks, check_block(norm));
  return checks;
}

GradientChecks check_models(const Model<float>& weights, const Batch& batch) {
  Transformer<double> transformer(weights.sizes());
  copy_weights(transformer, weights);
  GradientChecks checks = check_model("transformer", transformer, batch);
  if (weights.sizes().stack.layers > 0) return checks;
  PositionPredictor<double> predictor(weights.sizes());
  copy_weights(predictor, weights);
  append(checks, check_model("predictor", predictor, batch));
  return checks;
}
