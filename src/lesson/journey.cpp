#include "core/strict_float.h"

#include "lesson/journey.h"

#include "core/statistics.h"
#include "core/sums.h"
#include "models/gradient.h"
#include "models/transformer.h"

#include <algorithm>
#include <cmath>

namespace {

constexpr std::size_t kMostColumns = 16;
constexpr std::size_t kMostShownPlaces = 6;

// number(j) of each column j.
template <class Number>
std::vector<float> at_columns(const std::vector<std::size_t>& columns, const Number& number) {
  std::vector<float> values(columns.size());
  std::transform(columns.begin(), columns.end(), values.begin(), number);
  return values;
}

// How many of the ids are as that of place n.
std::size_t count_of(const Ids& ids, std::size_t n) {
  return static_cast<std::size_t>(std::count(ids.begin(), ids.end(), ids[n]));
}

// The sum of dy over the places whose id is that of place n.
float dscore(const Tensor& dy, const Ids& ids, std::size_t n) {
  float sum = 0;
  for (std::size_t k = 0; k < ids.size(); ++k) sum += ids[k] == ids[n] ? dy[k] : 0;
  return sum;
}

// Row `r` times w; 0 of a table without rows.
float score(const Tensor& table, std::size_t r, const Tensor& w) {
  return table.rows() == 0 ? 0 : dot(table.row(r), w.data(), w.cols());
}

// The first of the longest sequences: it has the rarest positions.
std::size_t longest_sequence(const std::vector<std::size_t>& starts) {
  std::size_t longest = 0;
  for (std::size_t s = 1; s + 1 < starts.size(); ++s) {
    if (starts[s + 1] - starts[s] > starts[longest + 1] - starts[longest]) longest = s;
  }
  return longest;
}

// What the first layer made of each of the `length` places that the model was given, at these
// columns.
std::vector<std::vector<Stage>> stages_of(const Transformer<float>& model, std::size_t length,
                                          const std::vector<std::size_t>& columns) {
  const BlockWeights<float>& w = model.layers.front();
  const Block<float>& block = model.blocks().front();
  const SelfAttention<float>& heads = block.attention();
  const ModelSizes& sizes = model.sizes();
  const std::size_t d_model = sizes.d_model;
  const std::string after = sizes.stack.norm->after ? "layer norm of " : "";
  const std::string plus = sizes.stack.no_skip ? "" : " plus what it was given";
  const std::string turned = sizes.encoding->is_rotary ? ", turned" : "";
  std::vector<std::vector<Stage>> stages(length);
  const auto add = [&](const std::string& name, const Tensor& rows, std::size_t first_col = 0) {
    for (std::size_t i = 0; i < length; ++i) {
      stages[i].push_back({name, {}});
      for (const std::size_t j : columns) {
        const std::size_t col = first_col + j;
        if (col < rows.cols()) stages[i].back().values.push_back(rows.row(i)[col]);
      }
    }
  };
  // Both are not kept by the block.
  const auto add_normed = [&](const std::string& name, const Tensor& x,
                              const WeightAndBias<float>& of) {
    if (sizes.stack.norm->before) add(name, LayerNorm<float>(d_model).forward(x, of));
  };
  const auto add_projected = [&](const std::string& name, const Tensor& x,
                                 const WeightAndBias<float>& by) {
    Tensor y({0, d_model});
    linear_forward(y, x, by.weight.value, by.bias.value);
    add(name, y);
  };
  add(sizes.encoding->adds_vectors() ? "x = E[t] + P[i]" : "x = E[t]", model.passed(0));
  add_normed("first layer norm of it", model.passed(0), w.norm1);
  add("queries q" + turned + ", divided by √W", heads.qkv());
  add("keys k" + turned, heads.qkv(), d_model);
  add("values v", heads.qkv(), 2 * d_model);
  add("o, each head's weighted sum of v", heads.outputs());
  add_projected("attention = o w_outᵀ + b_out", heads.outputs(), w.attention.out);
  add(after + "attention" + plus, block.middle());
  if (sizes.stack.no_feed_forward) return stages;
  add_normed("second layer norm of it", block.middle(), w.norm2);
  add("z = its first linear layer", block.feed_forward().z());
  add("a = SiLU(z)", block.feed_forward().a());
  add_projected("feed-forward = a w2ᵀ + b2", block.feed_forward().a(), w.feed_forward.linear2);
  add(after + "feed-forward" + plus, model.passed(1));
  return stages;
}

}  // namespace

bool all_finite(const Journey& journey) {
  bool finite = std::isfinite(journey.loss);
  const auto look_at = [&](const std::vector<float>& values) {
    for (const float value : values) finite = finite && std::isfinite(value);
  };
  const auto look_at_row = [&](const RowJourney& row) {
    for (const auto* part :
         {&row.before, &row.grad, &row.m_before, &row.v_before, &row.m, &row.v, &row.after}) {
      look_at(*part);
    }
  };
  look_at_row(journey.weight);
  look_at_row(journey.bias);
  for (const PlaceJourney& place : journey.sequence) {
    look_at_row(place.of_token);
    look_at_row(place.of_position);
    for (const Stage& stage : place.stages) look_at(stage.values);
    for (const auto* part : {&place.position_row, &place.token_products, &place.position_products,
                             &place.dx, &place.listens}) {
      look_at(*part);
    }
    look_at({place.token_score, place.position_score, place.predicted, place.error, place.dy,
             place.token_dscore, place.position_dscore, place.predicted_after});
  }
  return finite;
}

void JourneyRecorder::before_step(const Trainer& trainer) {
  before_.clear();
  const ConstParameters<float> parameters = trainer.model().parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    before_.push_back(
        {parameters[k]->value, trainer.adam().exp_avg(k), trainer.adam().exp_avg_sq(k)});
  }
}

RowJourney JourneyRecorder::row_journey(const Trainer& trainer, std::size_t k, std::size_t row,
                                        const std::vector<std::size_t>& columns) const {
  const Parameter<float>& parameter = *trainer.model().parameters()[k];
  const auto shown = [&](const Tensor& tensor) {
    return at_columns(columns, [&](std::size_t j) { return tensor.row(row)[j]; });
  };
  return {
      shown(before_[k].value),
      at_columns(columns,
                 [&](std::size_t j) { return gradient_at(trainer.model(), parameter, row, j); }),
      shown(before_[k].m),
      shown(before_[k].v),
      shown(trainer.adam().exp_avg(k)),
      shown(trainer.adam().exp_avg_sq(k)),
      shown(parameter.value)};
}

const Tensor& JourneyRecorder::positions_before(const Model<float>& model) const {
  return model.sizes().encoding->learned ? before_[1].value : model.pos_embedding.value;
}

// The prediction as the step had it, from the weights before it: a sum of two scores.
void JourneyRecorder::add_scores(PlaceJourney& place, const Journey& journey,
                                 const Model<float>& model) const {
  const Tensor& w = before_[before_.size() - 2].value;
  const Tensor& tokens = before_[0].value;
  const Tensor& positions = positions_before(model);
  const auto shown = [&](const auto& number) { return at_columns(journey.columns, number); };
  place.token_score = score(tokens, place.token, w);
  place.position_score = score(positions, place.position, w);
  place.predicted = place.token_score + place.position_score + journey.bias.before[0];
  const float* token = tokens.row(place.token);
  place.token_products = shown([&](std::size_t j) { return token[j] * w[j]; });
  if (positions.rows() != 0) {
    const float* position = positions.row(place.position);
    place.position_products = shown([&](std::size_t j) { return position[j] * w[j]; });
  }
  const Tensor& w_after = model.linear_weight.value;
  place.predicted_after = score(model.token_embedding.value, place.token, w_after) +
                          score(model.pos_embedding.value, place.position, w_after) +
                          model.linear_bias.value[0];
}

void JourneyRecorder::pass_layers(Journey& journey, const Trainer& trainer,
                                  std::size_t sequence) const {
  const Batch& batch = trainer.batch();
  const auto first = batch.tokens().begin() + static_cast<std::ptrdiff_t>(batch.starts()[sequence]);
  const std::size_t length = batch.starts()[sequence + 1] - batch.starts()[sequence];
  Batch alone(trainer.model().sizes().vocab_size);
  alone.fill({{first, first + static_cast<std::ptrdiff_t>(length)}, {0, length}}, {0}, 0, 1);
  Transformer<float> model(trainer.model().sizes());
  const Parameters<float> parameters = model.parameters();
  for (std::size_t k = 0; k < before_.size(); ++k) parameters[k]->value = before_[k].value;
  const Tensor& predicted = model.forward(alone);
  const std::vector<std::vector<Stage>> stages = stages_of(model, length, journey.columns);
  const float* shares = model.blocks().front().attention().attention_weights().data();
  for (PlaceJourney& place : journey.sequence) {
    const std::size_t i = place.position;
    place.predicted = predicted[i];
    place.stages = stages[i];
    place.listens = {shares + i * length, shares + (i + 1) * length};
  }
  copy_weights(model, trainer.model());
  const Tensor& predicted_after = model.forward(alone);
  for (PlaceJourney& place : journey.sequence) {
    place.predicted_after = predicted_after[place.position];
  }
}

PlaceJourney JourneyRecorder::place_at(std::size_t n, const Journey& journey,
                                       const Trainer& trainer) const {
  const Model<float>& model = trainer.model();
  const Batch& batch = trainer.batch();
  const Tensor& positions = positions_before(model);
  PlaceJourney place;
  place.token = static_cast<std::size_t>(batch.tokens()[n]);
  place.position = static_cast<std::size_t>(batch.positions()[n]);
  place.target = batch.targets()[n];
  place.token_places = count_of(batch.tokens(), n);
  place.position_places = count_of(batch.positions(), n);
  if (positions.rows() != 0) {
    place.position_row = at_columns(
        journey.columns, [&](std::size_t j) { return positions.row(place.position)[j]; });
  }
  if (model.layers.empty()) {
    add_scores(place, journey, model);
    place.token_dscore = dscore(trainer.dy(), batch.tokens(), n);
    if (positions.rows() != 0) place.position_dscore = dscore(trainer.dy(), batch.positions(), n);
  }
  place.of_token = row_journey(trainer, 0, place.token, journey.columns);
  if (model.sizes().encoding->learned) {
    place.of_position = row_journey(trainer, 1, place.position, journey.columns);
  }
  return place;
}

Journey JourneyRecorder::after_step(const Trainer& trainer) const {
  const Model<float>& model = trainer.model();
  const std::vector<std::size_t>& starts = trainer.batch().starts();
  Journey journey;
  journey.step = trainer.steps_done();
  journey.epoch = static_cast<std::size_t>((journey.step - 1) / trainer.batches_per_epoch()) + 1;
  journey.places = trainer.batch().size();
  journey.loss = trainer.last_loss();
  journey.columns = statistics::evenly_spread(model.sizes().d_model, kMostColumns);
  journey.weight = row_journey(trainer, before_.size() - 2, 0, journey.columns);
  journey.bias = row_journey(trainer, before_.size() - 1, 0, {0});
  journey.clip_factor = model.clip_factor;

  const std::size_t s = longest_sequence(starts);
  for (const std::size_t i :
       statistics::evenly_spread(starts[s + 1] - starts[s], kMostShownPlaces)) {
    journey.sequence.push_back(place_at(starts[s] + i, journey, trainer));
  }
  if (!model.layers.empty()) pass_layers(journey, trainer, s);

  const Tensor& w = before_[before_.size() - 2].value;
  for (PlaceJourney& place : journey.sequence) {
    place.error = place.predicted - place.target;
    place.dy = 2 / static_cast<float>(journey.places) * place.error;
    place.dx = at_columns(journey.columns, [&](std::size_t j) { return place.dy * w[j]; });
  }
  return journey;
}
