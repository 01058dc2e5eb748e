#include "core/strict_float.h"

#include "lesson/ruler.h"

#include "core/statistics.h"
#include "core/sums.h"

#include <cassert>

std::vector<double> shares(const Tensor& table, const Tensor& w) {
  std::vector<double> result(table.rows());
  for (std::size_t i = 0; i < table.rows(); ++i) result[i] = dot(table.row(i), w.data(), w.cols());
  return result;
}

std::vector<double> position_shares(const Model<float>& model) {
  std::vector<double> result = shares(model.pos_embedding.value, model.linear_weight.value);
  result.resize(model.sizes().positions);  // without encoding the table has no rows
  return result;
}

std::vector<double> ruler(const Model<float>& model) {
  const double mean_token =
      statistics::mean(shares(model.token_embedding.value, model.linear_weight.value));
  const double bias = model.linear_bias.value[0];
  std::vector<double> stands_for = position_shares(model);
  for (double& position : stands_for) position = position + bias + mean_token;
  return stands_for;
}

std::vector<Prediction> predictions(Model<float>& model, const Ids& tokens, const Target& target) {
  const ModelSizes& sizes = model.sizes();
  assert(!tokens.empty() && tokens.size() <= sizes.positions);
  const Batch batch = whole_batch({tokens, {0, tokens.size()}}, sizes.vocab_size, target);
  model.reserve(batch.size(), batch.size());
  const Tensor& predicted = model.forward(batch);
  const bool is_sum = sizes.stack.layers == 0;
  const std::vector<double> of_tokens =
      shares(model.token_embedding.value, model.linear_weight.value);
  const std::vector<double> of_positions = position_shares(model);
  std::vector<Prediction> places(tokens.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].position = i;
    places[i].token = tokens[i];
    places[i].predicted = predicted[i];
    places[i].target = batch.targets()[i];
    if (!is_sum) continue;
    places[i].token_share = of_tokens[static_cast<std::size_t>(tokens[i])];
    places[i].position_share = of_positions[i];
    places[i].bias = model.linear_bias.value[0];
  }
  return places;
}
