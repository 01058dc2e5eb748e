#include "core/strict_float.h"

#include "lesson/layer_journey.h"

namespace {

Tensor normed(const Tensor& x, const WeightAndBias<float>& w) {
  return LayerNorm<float>(x.cols()).forward(x, w);
}

}  // namespace

LayerJourney::LayerJourney(const ModelSizes& sizes, const Batch& batch, std::size_t sequence)
    : model_(sizes),
      batch_(sizes.vocab_size),
      attention_({0, sizes.d_model}),
      feed_forward_({0, sizes.d_model}) {
  const auto first = batch.tokens().begin() + static_cast<std::ptrdiff_t>(batch.starts()[sequence]);
  const std::size_t length = batch.starts()[sequence + 1] - batch.starts()[sequence];
  batch_.fill({{first, first + static_cast<std::ptrdiff_t>(length)}, {0, length}}, {0}, 0, 1);
}

void LayerJourney::pass(const std::vector<const Tensor*>& weights) {
  const Parameters<float> parameters = model_.parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) parameters[k]->value = *weights[k];
  predicted_ = &model_.forward(batch_);

  // What the block did not keep.
  const BlockWeights<float>& w = model_.layers.front();
  const Block<float>& block = model_.blocks().front();
  const StackOptions& options = model_.sizes().stack;
  if (options.norm->before) normed1_ = normed(model_.passed(0), w.norm1);
  linear_forward(attention_, block.attention().outputs(), w.attention.out.weight.value,
                 w.attention.out.bias.value);
  if (options.no_feed_forward) return;
  if (options.norm->before) normed2_ = normed(block.middle(), w.norm2);
  linear_forward(feed_forward_, block.feed_forward().a(), w.feed_forward.linear2.weight.value,
                 w.feed_forward.linear2.bias.value);
}

std::vector<Stage> LayerJourney::stages(std::size_t i,
                                        const std::vector<std::size_t>& columns) const {
  const Block<float>& block = model_.blocks().front();
  const ModelSizes& sizes = model_.sizes();
  const bool before = sizes.stack.norm->before;
  const bool after = sizes.stack.norm->after;
  const std::string plus = sizes.stack.no_skip ? "" : " plus what it was given";
  const std::string turned = sizes.encoding->is_rotary ? ", turned" : "";
  std::vector<Stage> stages;
  const auto add = [&](const std::string& name, const Tensor& rows, std::size_t first_col = 0) {
    const std::size_t width = first_col == 0 ? rows.cols() : sizes.d_model;
    stages.push_back({name, {}});
    for (const std::size_t j : columns) {
      if (j < width) stages.back().values.push_back(rows.row(i)[first_col + j]);
    }
  };
  const std::string x = sizes.encoding->adds_vectors() ? "x = E[t] + P[i]" : "x = E[t]";
  add(x, model_.passed(0));
  if (before) add("first layer norm of it", normed1_);
  const Tensor& qkv = block.attention().qkv();
  add("queries q" + turned + ", divided by √W", qkv);
  add("keys k" + turned, qkv, sizes.d_model);
  add("values v", qkv, 2 * sizes.d_model);
  add("o, each head's weighted sum of v", block.attention().outputs());
  add("attention = o w_outᵀ + b_out", attention_);
  add(std::string(after ? "layer norm of " : "") + "attention" + plus, block.middle());
  if (sizes.stack.no_feed_forward) return stages;
  if (before) add("second layer norm of it", normed2_);
  add("z = its first linear layer", block.feed_forward().z());
  add("a = SiLU(z)", block.feed_forward().a());
  add("feed-forward = a w2ᵀ + b2", feed_forward_);
  add(std::string(after ? "layer norm of " : "") + "feed-forward" + plus, model_.passed(1));
  return stages;
}

std::vector<float> LayerJourney::listens(std::size_t i) const {
  const float* row =
      model_.blocks().front().attention().attention_weights().data() + i * batch_.size();
  return {row, row + batch_.size()};
}
