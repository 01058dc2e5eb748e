#include "core/strict_float.h"

#include "training/layer_checks.h"

#include "nn/block.h"
#include "nn/mse.h"
#include "training/finite_differences.h"

namespace {

constexpr std::size_t kWidth = 8;  // D, of two heads: rotary turns two pairs of each, unlike fast
const std::vector<std::size_t> kStarts = {0, 3, 4, 9};  // sequences of 3, 1 and 5 places

// The gradients of a layer, each against the differences of the loss by what it is the gradient of.
class Compared {
 public:
  Compared(std::string pass, Loss loss) : pass_(std::move(pass)), loss_(std::move(loss)) {}
  Compared& with(const std::string& gradient, const Doubles& analytic, Doubles& input) {
    checks_.push_back(compare_gradients(pass_, gradient, analytic, differences(input, loss_)));
    return *this;
  }
  // Of a gradient that backward has added to filled_beforehand().
  Compared& with_added(const std::string& gradient, const Doubles& analytic, Doubles& input) {
    return with(gradient, what_was_added(analytic), input);
  }
  Compared& with(const Parameters<double>& parameters) {
    for (Parameter<double>* parameter : parameters) {
      with(parameter->name, parameter->grad, parameter->value);
    }
    return *this;
  }
  std::vector<GradientCheck> checks() const { return checks_; }

 private:
  std::string pass_;
  Loss loss_;
  std::vector<GradientCheck> checks_;
};

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
  return Compared("embedding", loss).with_added("dtable", dtable, table).checks();
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
  return Compared("sum", loss).with("dx", u, a).with("dp", u, p).checks();
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
  Compared compared("linear", loss);
  return compared.with("dx", dx, x).with_added("dw", dw, w).with_added("db", db, b).checks();
}

std::vector<GradientCheck> check_mse() {
  Tensor targets({9});
  for (std::size_t n = 0; n < targets.size(); ++n) targets[n] = static_cast<float>(n * n % 7);
  Doubles y = asymmetric({targets.size()}, 12);
  Doubles dy({0});
  mse_backward(dy, y, targets);
  return Compared("MSE", [&] { return mse_forward(y, targets); }).with("dy", dy, y).checks();
}

std::vector<GradientCheck> check_layer_norm() {
  Doubles x = asymmetric({3, 5}, 1);
  Doubles weight = asymmetric({5}, 2);
  Doubles bias = asymmetric({5}, 3);
  const Doubles u = asymmetric({3, 5}, 4);
  Doubles y({0, 5});
  NormalisedRows<double> normalised(5);
  const Loss loss = [&] {
    layer_norm_forward(y, normalised, x, weight, bias);
    return weighted_sum(u, y);
  };
  loss();
  Doubles d = u;
  Doubles dweight = filled_beforehand(weight);
  Doubles dbias = filled_beforehand(bias);
  layer_norm_backward(d, dweight, dbias, normalised, weight);
  Compared compared("layer norm", loss);
  compared.with("dx", d, x).with_added("dweight", dweight, weight);
  return compared.with_added("dbias", dbias, bias).checks();
}

std::vector<GradientCheck> check_softmax(bool causal) {
  Doubles scores = asymmetric({5, 5}, 1);
  const Doubles u = asymmetric({5, 5}, 2);
  Doubles p;
  const Loss loss = [&] {
    p = scores;
    softmax_forward(view(p), causal);
    return weighted_sum(u, p);
  };
  loss();
  Doubles ds = u;
  softmax_backward<double>(view(ds), view(p));
  return Compared(causal ? "causal softmax" : "softmax", loss).with("ds", ds, scores).checks();
}

// A layer with parameters: forward(y, x), backward(dx, dy, x); both take the parameters' values as
// they are then.
template <class Forward, class Backward>
std::vector<GradientCheck> check_layer(const std::string& pass,
                                       const Parameters<double>& parameters, Doubles x,
                                       const Forward& forward, const Backward& backward) {
  unsigned start = 20;
  for (Parameter<double>* parameter : parameters) {
    parameter->value = asymmetric(parameter->value.shape(), ++start);
    parameter->grad.fill(0);
  }
  const Doubles u = asymmetric(x.shape(), 2);
  Doubles y({0, x.cols()});
  const Loss loss = [&] {
    forward(y, x);
    return weighted_sum(u, y);
  };
  loss();
  Doubles dx({0, x.cols()});
  backward(dx, u, x);
  return Compared(pass, loss).with("dx", dx, x).with(parameters).checks();
}

std::vector<GradientCheck> check_self_attention(const Encoding& encoding, bool causal) {
  SelfAttentionWeights<double> w("", kWidth);
  SelfAttention<double> layer(kWidth, {2, causal, &encoding, 5});
  Scratch<double> scratch(kWidth, 0);
  return check_layer((causal ? "causal " : "") + std::string(encoding.name),
                     {&w.in_weight, &w.in_bias, &w.out_weight, &w.out_bias},
                     asymmetric({kStarts.back(), kWidth}, 1),
                     [&](Doubles& y, const Doubles& x) { layer.forward(y, x, kStarts, w); },
                     [&](Doubles& dx, const Doubles& dy, const Doubles& x) {
                       layer.backward(dx, dy, x, w, scratch);
                     });
}

std::vector<GradientCheck> check_feed_forward() {
  FeedForwardWeights<double> w("", 3, 7);
  FeedForward<double> layer(7);
  Doubles da({0, 7});
  return check_layer(
      "feed-forward", {&w.weight1, &w.bias1, &w.weight2, &w.bias2}, asymmetric({4, 3}, 1),
      [&](Doubles& y, const Doubles& x) { layer.forward(y, x, w); },
      [&](Doubles& dx, const Doubles& dy, const Doubles& x) { layer.backward(dx, dy, x, w, da); });
}

std::vector<GradientCheck> check_block(const Norm& norm) {
  StackOptions options;
  options.norm = &norm;
  BlockWeights<double> w("", kWidth, 6);
  Block<double> block(kWidth, 6, 5, find_encoding("none"), options);
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

std::vector<GradientCheck> check_layers() {
  std::vector<GradientCheck> checks;
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
