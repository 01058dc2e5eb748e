#include "core/strict_float.h"

#include "training/journey.h"

#include "core/sampling.h"
#include "nn/linear.h"

#include <algorithm>

namespace {

constexpr std::size_t kMostColumns = 16;
constexpr std::size_t kMostSequences = 3;
constexpr std::size_t kMostPlaces = 16;  // of each sequence

std::vector<float> at_columns(const float* row, const std::vector<std::size_t>& columns) {
  std::vector<float> values;
  for (const std::size_t j : columns) values.push_back(row[j]);
  return values;
}

std::size_t count_of(const Ids& ids, std::size_t id) {
  return static_cast<std::size_t>(
      std::count(ids.begin(), ids.end(), static_cast<std::int32_t>(id)));
}

// x of the forward pass, t + p; without encoding there is no p (nullptr).
std::vector<float> added(const float* t, const float* p, std::size_t d_model) {
  std::vector<float> x(t, t + d_model);
  if (p != nullptr) {
    for (std::size_t j = 0; j < d_model; ++j) x[j] += p[j];
  }
  return x;
}

}  // namespace

void JourneyRecorder::before_step(Trainer& trainer) {
  before_.clear();
  const Parameters& parameters = trainer.parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    before_.push_back(
        {parameters[k]->value, trainer.adam().exp_avg(k), trainer.adam().exp_avg_sq(k)});
  }
}

Journey JourneyRecorder::after_step(Trainer& trainer) const {
  const Parameters& parameters = trainer.parameters();
  PositionPredictor& model = trainer.model();
  const Batch& batch = trainer.batch();
  const std::size_t d_model = model.sizes().d_model;
  const bool learned = model.sizes().encoding == Encoding::kLearned;
  // The places of the parameters in their list.
  const std::size_t position_at = 1;
  const std::size_t weight_at = parameters.size() - 2;
  const std::size_t bias_at = parameters.size() - 1;

  Journey journey;
  journey.step = trainer.steps_done();
  journey.epoch = static_cast<std::size_t>((journey.step - 1) / trainer.batches_per_epoch()) + 1;
  journey.places = batch.tokens.size();
  journey.loss = trainer.last_loss();
  journey.columns = evenly_spread(d_model, kMostColumns);

  const std::vector<std::size_t> one_column = {0};
  const auto row_journey = [&](std::size_t k, std::size_t row) {
    const auto shown = [&](const Tensor& tensor) {
      return at_columns(tensor.row(row), k == bias_at ? one_column : journey.columns);
    };
    return RowJourney{shown(before_[k].value),
                      shown(parameters[k]->grad),
                      shown(before_[k].m),
                      shown(before_[k].v),
                      shown(trainer.adam().exp_avg(k)),
                      shown(trainer.adam().exp_avg_sq(k)),
                      shown(parameters[k]->value)};
  };
  journey.weight = row_journey(weight_at, 0);
  journey.bias = row_journey(bias_at, 0);

  const float* w = before_[weight_at].value.data();
  const auto position_row = [&](const Tensor& table, std::size_t i) {
    return table.rows() == 0 ? nullptr : table.row(i);
  };
  const Tensor& positions_before = learned ? before_[position_at].value : model.pos_embedding.value;

  // The predictions and errors as the step had them, from the weights before it.
  for (std::size_t n = 0; n < batch.tokens.size(); ++n) {
    if (batch.positions[n] == 0) {
      if (journey.sequences.size() == kMostSequences) break;
      journey.sequences.emplace_back();
    }
    if (journey.sequences.back().size() == kMostPlaces) continue;
    PlaceJourney place;
    place.token = static_cast<std::size_t>(batch.tokens[n]);
    place.position = static_cast<std::size_t>(batch.positions[n]);
    place.token_places = count_of(batch.tokens, place.token);
    place.position_places = count_of(batch.positions, place.position);

    const std::vector<float> x = added(before_[0].value.row(place.token),
                                       position_row(positions_before, place.position), d_model);
    place.sum = dot(x.data(), w, d_model);
    place.predicted = place.sum + journey.bias.before[0];
    place.error = place.predicted - static_cast<float>(place.position);
    const float two_over_n = 2 / static_cast<float>(journey.places);
    place.dy = two_over_n * place.error;
    if (positions_before.rows() != 0) {
      place.position_row = at_columns(positions_before.row(place.position), journey.columns);
    }
    place.x = at_columns(x.data(), journey.columns);
    for (const std::size_t j : journey.columns) {
      place.products.push_back(x[j] * w[j]);
      place.dx.push_back(place.dy * w[j]);
    }
    const std::vector<float> x_after =
        added(model.token_embedding.value.row(place.token),
              position_row(model.pos_embedding.value, place.position), d_model);
    place.predicted_after =
        dot(x_after.data(), model.linear_weight.value.data(), d_model) + model.linear_bias.value[0];

    journey.tokens.emplace(place.token, row_journey(0, place.token));
    if (learned)
      journey.positions.emplace(place.position, row_journey(position_at, place.position));
    journey.sequences.back().push_back(std::move(place));
  }
  return journey;
}
