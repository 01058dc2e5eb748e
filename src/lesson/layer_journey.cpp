#include "core/strict_float.h"

#include "lesson/layer_journey.h"

LayerJourney::LayerJourney(const ModelSizes& sizes, const Batch& batch, std::size_t sequence)
    : model_(sizes), batch_(sizes.vocab_size) {
  const auto first = batch.tokens().begin() + static_cast<std::ptrdiff_t>(batch.starts()[sequence]);
  const std::size_t length = batch.starts()[sequence + 1] - batch.starts()[sequence];
  batch_.fill({{first, first + static_cast<std::ptrdiff_t>(length)}, {0, length}}, {0}, 0, 1);
}

void LayerJourney::pass(const std::vector<const Tensor*>& weights) {
  const Parameters<float> parameters = model_.parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) parameters[k]->value = *weights[k];
  predicted_ = &model_.forward(batch_);

  const BlockWeights<float>& w = model_.layers.front();
  const Block<float>& block = model_.blocks().front();
  const SelfAttention<float>& heads = block.attention();
  const ModelSizes& sizes = model_.sizes();
  const bool before = sizes.stack.norm->before;
  const std::string after = sizes.stack.norm->after ? "layer norm of " : "";
  const std::string plus = sizes.stack.no_skip ? "" : " plus what it was given";
  const std::string turned = sizes.encoding->is_rotary ? ", turned" : "";
  const std::size_t d_model = sizes.d_model;
  stages_.clear();
  const auto add = [&](const std::string& name, const Tensor& rows) {
    stages_.push_back({name, rows, 0, rows.cols()});
  };
  const auto add_normed = [&](const std::string& name, const Tensor& x,
                              const NormWeights<float>& of) {
    Tensor y({0, d_model});  // which the block did not keep
    NormalisedRows<float> rows(d_model);
    layer_norm_forward(y, rows, x, of.weight.value, of.bias.value);
    if (before) add(name, y);
  };
  const auto add_projected = [&](const std::string& name, const Tensor& x,
                                 const Parameter<float>& weight, const Parameter<float>& bias) {
    Tensor y({0, d_model});
    linear_forward(y, x, weight.value, bias.value);
    add(name, y);
  };
  add(sizes.encoding->adds_vectors() ? "x = E[t] + P[i]" : "x = E[t]", model_.passed(0));
  add_normed("first layer norm of it", model_.passed(0), w.norm1);
  stages_.push_back({"queries q" + turned + ", divided by √W", heads.qkv(), 0, 3 * d_model});
  stages_.push_back({"keys k" + turned, heads.qkv(), d_model, d_model});
  stages_.push_back({"values v", heads.qkv(), 2 * d_model, d_model});
  add("o, each head's weighted sum of v", heads.outputs());
  add_projected("attention = o w_outᵀ + b_out", heads.outputs(), w.attention.out_weight,
                w.attention.out_bias);
  add(after + "attention" + plus, block.middle());
  if (sizes.stack.no_feed_forward) return;
  add_normed("second layer norm of it", block.middle(), w.norm2);
  add("z = its first linear layer", block.feed_forward().z());
  add("a = SiLU(z)", block.feed_forward().a());
  add_projected("feed-forward = a w2ᵀ + b2", block.feed_forward().a(), w.feed_forward.weight2,
                w.feed_forward.bias2);
  add(after + "feed-forward" + plus, model_.passed(1));
}

std::vector<Stage> LayerJourney::stages(std::size_t i,
                                        const std::vector<std::size_t>& columns) const {
  std::vector<Stage> stages;
  for (const Rows& of : stages_) {
    stages.push_back({of.name, {}});
    for (const std::size_t j : columns) {
      if (j < of.width) stages.back().values.push_back(of.rows.row(i)[of.first_col + j]);
    }
  }
  return stages;
}

std::vector<float> LayerJourney::listens(std::size_t i) const {
  const float* row =
      model_.blocks().front().attention().attention_weights().data() + i * batch_.size();
  return {row, row + batch_.size()};
}
