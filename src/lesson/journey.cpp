#include "core/strict_float.h"

#include "lesson/journey.h"

#include "core/statistics.h"
#include "core/sums.h"

#include <algorithm>
#include <utility>

namespace {

constexpr std::size_t kMostColumns = 16;
constexpr std::size_t kMostSequences = 3;
constexpr std::size_t kMostPlaces = 16;  // of each sequence

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

// Row `r` times w; 0 of a table without rows.
float score(const Tensor& table, std::size_t r, const Tensor& w) {
  return table.rows() == 0 ? 0 : dot(table.row(r), w.data(), w.cols());
}

}  // namespace

void JourneyRecorder::before_step(const Trainer& trainer) {
  before_.clear();
  const ConstParameters<float> parameters = trainer.model().parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    before_.push_back(
        {parameters[k]->value, trainer.adam().exp_avg(k), trainer.adam().exp_avg_sq(k)});
  }
}

Journey JourneyRecorder::after_step(const Trainer& trainer) const {
  const ConstParameters<float> parameters = trainer.model().parameters();
  const Model<float>& model = trainer.model();
  const Batch& batch = trainer.batch();
  const bool learned = model.sizes().encoding->learned;
  // The places of the parameters in their list.
  const std::size_t position_at = 1;
  const std::size_t weight_at = parameters.size() - 2;
  const std::size_t bias_at = parameters.size() - 1;

  Journey journey;
  journey.step = trainer.steps_done();
  journey.epoch = static_cast<std::size_t>((journey.step - 1) / trainer.batches_per_epoch()) + 1;
  journey.places = batch.places();
  journey.loss = trainer.last_loss();
  journey.columns = statistics::evenly_spread(model.sizes().d_model, kMostColumns);

  const std::vector<std::size_t> one_column = {0};
  const auto row_journey = [&](std::size_t k, std::size_t row) {
    const std::vector<std::size_t>& columns = k == bias_at ? one_column : journey.columns;
    const auto shown = [&](const Tensor& tensor) {
      return at_columns(columns, [&](std::size_t j) { return tensor.row(row)[j]; });
    };
    const std::pair<float, const float*> grad = parameters[k]->grad.row(row);
    return RowJourney{
        shown(before_[k].value),
        at_columns(columns, [&](std::size_t j) { return grad.first * grad.second[j]; }),
        shown(before_[k].m),
        shown(before_[k].v),
        shown(trainer.adam().exp_avg(k)),
        shown(trainer.adam().exp_avg_sq(k)),
        shown(parameters[k]->value)};
  };
  journey.weight = row_journey(weight_at, 0);
  journey.bias = row_journey(bias_at, 0);

  const Tensor& w = before_[weight_at].value;
  const Tensor& tokens = before_[0].value;
  const Tensor& positions = learned ? before_[position_at].value : model.pos_embedding.value;

  // The predictions and errors as the step had them, from the weights before it.
  for (std::size_t n = 0; n < batch.places(); ++n) {
    if (batch.positions()[n] == 0) {
      if (journey.sequences.size() == kMostSequences) break;
      journey.sequences.emplace_back();
    }
    if (journey.sequences.back().size() == kMostPlaces) continue;
    PlaceJourney place;
    place.token = static_cast<std::size_t>(batch.tokens()[n]);
    place.position = static_cast<std::size_t>(batch.positions()[n]);
    place.token_places = count_of(batch.tokens(), n);
    place.position_places = count_of(batch.positions(), n);

    place.token_score = score(tokens, place.token, w);
    place.position_score = score(positions, place.position, w);
    place.predicted = place.token_score + place.position_score + journey.bias.before[0];
    place.error = place.predicted - static_cast<float>(place.position);
    place.dy = 2 / static_cast<float>(journey.places) * place.error;
    const auto shown = [&](const auto& number) { return at_columns(journey.columns, number); };
    const float* token = tokens.row(place.token);
    place.token_products = shown([&](std::size_t j) { return token[j] * w[j]; });
    if (positions.rows() != 0) {
      const float* position = positions.row(place.position);
      place.position_row = shown([&](std::size_t j) { return position[j]; });
      place.position_products = shown([&](std::size_t j) { return position[j] * w[j]; });
    }
    place.dx = shown([&](std::size_t j) { return place.dy * w[j]; });
    const Tensor& w_after = model.linear_weight.value;
    place.predicted_after = score(model.token_embedding.value, place.token, w_after) +
                            score(model.pos_embedding.value, place.position, w_after) +
                            model.linear_bias.value[0];

    journey.tokens.emplace(place.token, row_journey(0, place.token));
    if (learned)
      journey.positions.emplace(place.position, row_journey(position_at, place.position));
    journey.sequences.back().push_back(std::move(place));
  }
  return journey;
}
