#include "core/strict_float.h"

#include "lesson/snapshots.h"

#include "core/statistics.h"
#include "training/evaluation.h"
#include "training/recorded_runs.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

namespace {

// So much that a page of the default run is a few hundred kB, and no page much more.
constexpr std::size_t kMostFrames = 41;
constexpr std::size_t kMostLosses = 1000;
constexpr std::size_t kMostShownPositions = 32;
constexpr std::size_t kMostShownTokens = 100;
constexpr std::size_t kMostShownColumns = 1024;
constexpr std::size_t kMostShownSequences = 4;
// As many fresh sequences as tell how wrong a model is, short of too many places to look at often.
constexpr std::size_t kMostFresh = 200;
constexpr std::size_t kMostFreshPlaces = 8000;

bool is_in(const std::vector<std::size_t>& sorted, std::size_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

// Evenly spread epochs from `first` to `last`.
std::vector<std::size_t> epochs_between(std::size_t first, std::size_t last, std::size_t most) {
  std::vector<std::size_t> epochs = statistics::evenly_spread(last - first + 1, most);
  for (std::size_t& epoch : epochs) epoch += first;
  return epochs;
}

// number(i) of each of the places i.
template <class Number>
std::vector<double> chosen(const std::vector<std::size_t>& places, const Number& number) {
  std::vector<double> result(places.size());
  std::transform(places.begin(), places.end(), result.begin(), number);
  return result;
}
std::vector<double> chosen(const std::vector<std::size_t>& places,
                           const std::vector<double>& values) {
  return chosen(places, [&](std::size_t i) { return values[i]; });
}

// Of |predicted - position| over the places of the sequences.
PositionMeans errors_on(const Sequences& data, const std::vector<double>& token_shares,
                        const std::vector<double>& ruler, double mean_token_share) {
  PositionMeans errors(ruler.size());
  for (std::size_t s = 0; s < data.count(); ++s) {
    for (std::size_t i = 0; i < data.length(s); ++i) {
      const double token = token_shares[static_cast<std::size_t>(data.sequence(s)[i])];
      errors.add(i, std::abs(ruler[i] - mean_token_share + token - static_cast<double>(i)));
    }
  }
  return errors;
}

FreshErrors parts_of(const PositionMeans& fresh, const PositionMeans& training,
                     const std::vector<std::size_t>& data_counts) {
  FreshErrors parts;
  double named_places = 0;
  double other_places = 0;
  for (std::size_t i = 0; i < data_counts.size(); ++i) {
    const double places = fresh.places(i);
    if (places == 0) continue;
    const bool is_named = data_counts[i] > 0;
    (is_named ? parts.named : parts.others) += places * fresh.at(i);
    (is_named ? named_places : other_places) += places;
    if (is_named) parts.on_data += places * training.at(i);
  }
  return {parts.named / named_places, parts.others / other_places, parts.on_data / named_places};
}

void set_ruler(Snapshot& frame, const RunSeen& run, const std::vector<double>& whole,
               const PositionMeans& training, const PositionMeans& fresh) {
  const Shown& shown = run.shown;
  frame.ruler = chosen(shown.positions, whole);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const double miss = std::abs(whole[i] - static_cast<double>(i));
    if (miss <= frame.largest_miss) continue;
    frame.largest_miss = miss;
    frame.missed_at = i;
  }
  frame.errors = chosen(shown.positions, [&](std::size_t i) { return training.at(i); });
  frame.fresh = chosen(shown.positions, [&](std::size_t i) { return fresh.at(i); });
  frame.mean_error = training.of_all();
  frame.mean_fresh = fresh.of_all();
  frame.fresh_parts = parts_of(fresh, training, run.data.position_counts);
}

// The mean over the tokens that the data names.
double mean_of_named(const std::vector<double>& token_shares, const DataSeen& data) {
  std::vector<double> named;
  for (std::size_t t = 0; t < token_shares.size(); ++t) {
    if (!std::isnan(data.token_means[t])) named.push_back(token_shares[t]);
  }
  return statistics::mean(named);
}

void look_at_vectors(Snapshot& frame, const Shown& shown, const Model<float>& model) {
  for (const std::size_t j : shown.columns) frame.w.push_back(model.linear_weight.value[j]);
  if (!model.sizes().encoding->adds_vectors()) return;
  frame.vectors = Tensor({shown.positions.size(), shown.columns.size()});
  for (std::size_t r = 0; r < shown.positions.size(); ++r) {
    const float* row = model.pos_embedding.value.row(shown.positions[r]);
    for (std::size_t c = 0; c < shown.columns.size(); ++c) {
      frame.vectors.row(r)[c] = row[shown.columns[c]];
    }
  }
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return std::isfinite(value); });
}

// Nothing where there are no vectors.
Projection projection_of(const std::vector<Snapshot>& frames) {
  Projection projection;
  if (frames.empty() || frames.back().vectors.size() == 0) return projection;
  const Snapshot& last = frames.back();
  const Axes axes = axes_along(last.w, last.vectors);
  for (const Snapshot& frame : frames) {
    projection.paths.emplace_back();
    for (std::size_t i = 0; i < frame.vectors.rows(); ++i) {
      projection.paths.back().push_back(axes.project(frame.vectors.row(i)));
    }
    projection.arrows.push_back(axes.components(of_length_one(frame.w)));
  }
  return projection;
}

}  // namespace

Snapshots::Snapshots(const Trainer& trainer) {
  const Settings& settings = run_.settings = trainer.settings();
  fresh_ = fresh_sequences(
      settings, std::clamp<std::size_t>(kMostFreshPlaces / settings.max_seq_len, 1, kMostFresh));
  run_.held_out = trainer.held_out();
  run_.data = data_seen(trainer.data(), settings.max_seq_len, settings.vocab_size);
  run_.fresh_sequences = fresh_.count();
  Shown& shown = run_.shown;
  if (run_.has_layers()) {
    watcher_ = std::make_unique<LayerWatcher>(trainer, fresh_);
    shown.layers = watcher_->shown();
  }
  const Sequences& data = trainer.data();
  const std::size_t first = trainer.epochs_done();
  shown.epochs = epochs_between(first, settings.epochs, kMostFrames);
  const std::vector<std::size_t> more = epochs_between(first, settings.epochs, kMostLosses);
  std::set_union(shown.epochs.begin(), shown.epochs.end(), more.begin(), more.end(),
                 std::back_inserter(shown.loss_epochs));
  shown.positions = statistics::evenly_spread(
      watcher_ ? shown.layers.longest : settings.max_seq_len, kMostShownPositions);
  shown.columns = statistics::evenly_spread(settings.d_model, kMostShownColumns);

  const std::vector<std::size_t> tokens =
      statistics::evenly_spread(settings.vocab_size, kMostShownTokens);
  std::set<std::size_t> all_tokens(tokens.begin(), tokens.end());
  for (std::size_t s = 0; s < std::min(data.count(), kMostShownSequences); ++s) {
    shown.sequences.emplace_back();
    for (const std::size_t i : shown.positions) {
      if (i >= data.length(s)) break;
      shown.sequences.back().push_back(static_cast<std::size_t>(data.sequence(s)[i]));
    }
    all_tokens.insert(shown.sequences.back().begin(), shown.sequences.back().end());
  }
  shown.tokens.assign(all_tokens.begin(), all_tokens.end());

  for (const std::size_t i : shown.positions) run_.counts.push_back(run_.data.position_counts[i]);
  take(trainer, trainer.steps_done() % trainer.batches_per_epoch() != 0);
}

void Snapshots::before_step(const Trainer& trainer) {
  if (after_frame_) recorder_.before_step(trainer);
}

void Snapshots::after_step(const Trainer& trainer) {
  if (after_frame_) {
    Journey journey = recorder_.after_step(trainer);
    journey.frame = run_.frames.size() - 1;
    if (all_finite(journey)) run_.journeys.push_back(std::move(journey));
  }
  after_frame_ = false;
  if (!trainer.epoch_ended()) return;
  const std::size_t epoch = trainer.epochs_done();
  if (is_in(run_.shown.loss_epochs, epoch)) take_losses(trainer);
  if (is_in(run_.shown.epochs, epoch)) take(trainer);
}

void Snapshots::finish(const Trainer& trainer) {
  const bool at_frame = trainer.epoch_ended() && is_in(run_.shown.epochs, trainer.epochs_done());
  if (!at_frame && trainer.steps_done() > 0) {
    if (trainer.epoch_ended() && !is_in(run_.shown.loss_epochs, trainer.epochs_done())) {
      take_losses(trainer);
    }
    take(trainer, !trainer.epoch_ended());
  }
  run_.weights = digest_of_weights(trainer.model().parameters()).substr(0, 16);
  run_.steps = trainer.steps_done();
  run_.projection = projection_of(run_.frames);
}

RunSeen Snapshots::so_far(const Trainer& trainer) {
  RunSeen seen = run_;
  const bool after_frame = after_frame_;
  finish(trainer);
  std::swap(seen, run_);
  after_frame_ = after_frame;
  seen.goes_on = !trainer.finished();
  return seen;
}

void Snapshots::take_losses(const Trainer& trainer) {
  run_.losses.push_back(
      {trainer.epochs_done(), trainer.last_loss(), trainer.mean_loss(), trainer.validation_loss()});
}

void Snapshots::take(const Trainer& trainer, bool within_epoch) {
  Snapshot frame;
  frame.epoch = trainer.epochs_done();
  frame.within_epoch = within_epoch;
  frame.bias = trainer.model().linear_bias.value[0];
  const bool finite = watcher_ ? look_at_layers(frame, trainer) : look_at_sums(frame, trainer);
  look_at_vectors(frame, run_.shown, trainer.model());
  after_frame_ = finite;
  if (finite) {
    run_.frames.push_back(std::move(frame));
  } else {
    ++run_.frames_left_out;
  }
}

bool Snapshots::look_at_sums(Snapshot& frame, const Trainer& trainer) const {
  const Model<float>& model = trainer.model();
  const std::vector<double> token_shares =
      shares(model.token_embedding.value, model.linear_weight.value);
  const std::vector<double> whole_ruler = ruler(model);
  frame.mean_token_share = statistics::mean(token_shares);
  frame.mean_named_share = mean_of_named(token_shares, run_.data);
  frame.token_spread = statistics::standard_deviation(token_shares);
  frame.shares_over_places = over_places(run_.data.token_counts, token_shares);
  frame.token_shares = chosen(run_.shown.tokens, token_shares);
  const auto errors = [&](const Sequences& data) {
    return errors_on(data, token_shares, whole_ruler, frame.mean_token_share);
  };
  set_ruler(frame, run_, whole_ruler, errors(trainer.data()), errors(fresh_));
  return all_finite(whole_ruler) && all_finite(token_shares);
}

bool Snapshots::look_at_layers(Snapshot& frame, const Trainer& trainer) {
  frame.layers = watcher_->look(trainer.model());
  set_ruler(frame, run_, frame.layers.predicted, frame.layers.errors, frame.layers.fresh);
  return all_finite(frame.layers.predicted) && all_finite(frame.layers.read);
}

std::vector<double> token_shifts(const Snapshot& frame) {
  std::vector<double> shifts = frame.token_shares;
  for (double& shift : shifts) shift -= frame.mean_token_share;
  return shifts;
}

std::vector<double> pair_similarities(const Snapshot& frame) {
  const std::size_t rows = frame.vectors.rows();
  const TensorOf<double> square = similarities(frame.vectors);
  std::vector<double> pairs;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) pairs.push_back(square.row(i)[j]);
  }
  return pairs;
}

std::vector<Prediction> shares_of_sequence(const Shown& shown, const Snapshot& frame,
                                           std::size_t sequence) {
  std::vector<Prediction> places;
  for (const std::size_t token : shown.sequences[sequence]) {
    const std::size_t k = places.size();
    const auto at = std::lower_bound(shown.tokens.begin(), shown.tokens.end(), token);
    Prediction place = {shown.positions[k], static_cast<std::int32_t>(token)};
    place.token_share = frame.token_shares[static_cast<std::size_t>(at - shown.tokens.begin())];
    place.position_share = frame.ruler[k] - frame.bias - frame.mean_token_share;
    place.bias = frame.bias;
    place.predicted = place.token_share + place.position_share + place.bias;
    places.push_back(place);
  }
  return places;
}
