#include "core/strict_float.h"

#include "training/attention_checks.h"

#include "nn/block.h"
#include "training/finite_differences.h"

namespace {

constexpr std::size_t kWidth = 8;  // D, of two heads: rotary turns two pairs of each, unlike fast
const std::vector<std::size_t> kStarts = {0, 3, 4, 9};  // sequences of 3, 1 and 5 places

// Gives each parameter values and a gradient of zero.
void fill(const Parameters<double>& parameters) {
  unsigned start = 20;
  for (Parameter<double>* parameter : parameters) {
    parameter->value = asymmetric(parameter->value.shape(), ++start);
    parameter->grad.fill(0);
  }
}

std::vector<GradientCheck> check_parameters(const std::string& pass,
                                            const Parameters<double>& parameters,
                                            const Loss& loss) {
  std::vector<GradientCheck> checks;
  checks.reserve(parameters.size());
  for (Parameter<double>* parameter : parameters) {
    checks.push_back(compare_gradients(pass, parameter->name, parameter->grad,
                                       differences(parameter->value, loss)));
  }
  return checks;
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
  return {compare_gradients("layer norm", "dx", d, differences(x, loss)),
          compare_gradients("layer norm", "dweight", what_was_added(dweight),
                            differences(weight, loss)),
          compare_gradients("layer norm", "dbias", what_was_added(dbias), differences(bias, loss))};
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
  return {compare_gradients(causal ? "causal softmax" : "softmax", "ds", ds,
                            differences(scores, loss))};
}

std::vector<GradientCheck> check_self_attention(const Encoding& encoding, bool causal) {
  SelfAttentionWeights<double> weights("", kWidth);
  const Parameters<double> parameters = {&weights.in_weight, &weights.in_bias, &weights.out_weight,
                                         &weights.out_bias};
  fill(parameters);
  Doubles x = asymmetric({kStarts.back(), kWidth}, 1);
  const Doubles u = asymmetric(x.shape(), 2);
  Doubles y({0, kWidth});
  SelfAttention<double> layer(kWidth, {2, causal, &encoding, 5});
  const Loss loss = [&] {
    layer.forward(y, x, kStarts, weights);
    return weighted_sum(u, y);
  };
  loss();
  Doubles dx({0, kWidth});
  Scratch<double> scratch(kWidth, 0);
  layer.backward(dx, u, x, weights, scratch);
  const std::string pass = (causal ? "causal " : "") + std::string(encoding.name);
  std::vector<GradientCheck> checks = {compare_gradients(pass, "dx", dx, differences(x, loss))};
  append(checks, check_parameters(pass, parameters, loss));
  return checks;
}

std::vector<GradientCheck> check_feed_forward() {
  FeedForwardWeights<double> weights("", 3, 7);
  const Parameters<double> parameters = {&weights.weight1, &weights.bias1, &weights.weight2,
                                         &weights.bias2};
  fill(parameters);
  Doubles x = asymmetric({4, 3}, 1);
  const Doubles u = asymmetric(x.shape(), 2);
  Doubles y({0, 3});
  FeedForward<double> layer(7);
  const Loss loss = [&] {
    layer.forward(y, x, weights);
    return weighted_sum(u, y);
  };
  loss();
  Doubles dx({0, 3});
  Doubles da({0, 7});
  layer.backward(dx, u, x, weights, da);
  std::vector<GradientCheck> checks = {
      compare_gradients("feed-forward", "dx", dx, differences(x, loss))};
  append(checks, check_parameters("feed-forward", parameters, loss));
  return checks;
}

std::vector<GradientCheck> check_block(const Norm& norm) {
  StackOptions options;
  options.norm = &norm;
  BlockWeights<double> weights("", kWidth, 6);
  const Parameters<double> parameters = weights.parameters(options);
  fill(parameters);
  Doubles x = asymmetric({kStarts.back(), kWidth}, 1);
  const Doubles u = asymmetric(x.shape(), 2);
  Block<double> block(kWidth, 6, 5, find_encoding("none"), options);
  const Loss loss = [&] { return weighted_sum(u, block.forward(x, kStarts, weights)); };
  loss();
  Doubles dx = u;
  Scratch<double> scratch(kWidth, 6);
  block.backward(dx, weights, scratch);
  const std::string pass = std::string("block, ") + norm.name;
  std::vector<GradientCheck> checks = {compare_gradients(pass, "dx", dx, differences(x, loss))};
  append(checks, check_parameters(pass, parameters, loss));
  return checks;
}

}  // namespace

std::vector<GradientCheck> check_attention() {
  std::vector<GradientCheck> checks = check_layer_norm();
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
