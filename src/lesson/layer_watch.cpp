#include "core/strict_float.h"

#include "lesson/layer_watch.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

// Enough places to speak of, few enough to look at them often.
constexpr std::size_t kMostWatchedPlaces = 4000;
constexpr std::size_t kMostShownLayers = 4;
constexpr std::size_t kMostShownHeads = 4;
constexpr std::size_t kMostMappedSequences = 4;
constexpr std::size_t kMostMappedPlaces = 20;  // of each

// Keeps rounding errors unread where rows are all but equal.
constexpr double kRidge = 1e-4;

// The first sequences of the data, with few enough places, but one at least.
std::size_t watched(const Sequences& data) {
  std::size_t places = 0;
  for (std::size_t s = 0; s < data.count(); ++s) {
    places += data.length(s);
    if (places > kMostWatchedPlaces) return std::max<std::size_t>(s, 1);
  }
  return data.count();
}

// Of number(n) of each place n.
template <class Number>
PositionMeans means_of(const Batch& batch, std::size_t positions, const Number& number) {
  PositionMeans means(positions);
  for (std::size_t n = 0; n < batch.size(); ++n) {
    means.add(static_cast<std::size_t>(batch.positions()[n]), number(n));
  }
  return means;
}

PositionMeans errors_of(const Tensor& predicted, const Batch& batch, std::size_t positions) {
  return means_of(batch, positions, [&](std::size_t n) {
    return std::abs(static_cast<double>(predicted[n]) - batch.targets()[n]);
  });
}

}  // namespace

LayerWatcher::LayerWatcher(const Trainer& trainer, const Sequences& fresh)
    : model_(trainer.settings().model_sizes()),
      batch_(trainer.settings().vocab_size, *trainer.settings().target),
      fresh_(whole_batch(fresh, trainer.settings().vocab_size, *trainer.settings().target)) {
  const Sequences& data = trainer.data();
  std::vector<std::size_t> order(watched(data));
  std::iota(order.begin(), order.end(), std::size_t{0});
  batch_.fill(data, order, 0, order.size());
  shown_.watched = order.size();
  for (const std::size_t s : order) {
    shown_.longest = std::max(shown_.longest, data.length(s));
    if (s >= kMostMappedSequences) continue;
    shown_.sequences.emplace_back(data.sequence(s),
                                  data.sequence(s) + std::min(data.length(s), kMostMappedPlaces));
  }
  shown_.layers = statistics::evenly_spread(model_.sizes().stack.layers, kMostShownLayers);
  shown_.heads = statistics::evenly_spread(model_.sizes().stack.heads, kMostShownHeads);
}

LayersSeen LayerWatcher::look(const Model<float>& model) {
  copy_weights(model_, model);
  const Tensor& predicted = model_.forward(batch_);
  LayersSeen seen;
  for (std::size_t s = 0; s < shown_.sequences.size(); ++s) {
    seen.attention.push_back(attention_of(s));
  }
  seen.read = read();
  const PositionMeans means =
      means_of(batch_, shown_.longest, [&](std::size_t n) { return predicted[n]; });
  for (std::size_t i = 0; i < shown_.longest; ++i) seen.predicted.push_back(means.at(i));
  seen.errors = errors_of(predicted, batch_, model_.sizes().positions);
  seen.fresh = errors_of(model_.forward(fresh_), fresh_, model_.sizes().positions);
  return seen;
}

std::vector<double> LayerWatcher::attention_of(std::size_t sequence) const {
  const std::vector<std::size_t>& starts = batch_.starts();
  const std::size_t heads = model_.sizes().stack.heads;
  std::size_t first = 0;  // of this sequence's shares
  for (std::size_t s = 0; s < sequence; ++s) {
    first += heads * (starts[s + 1] - starts[s]) * (starts[s + 1] - starts[s]);
  }
  const std::size_t length = starts[sequence + 1] - starts[sequence];
  const std::size_t places = shown_.sequences[sequence].size();
  std::vector<double> result;
  for (const std::size_t layer : shown_.layers) {
    const Tensor& shares = model_.blocks()[layer].attention().attention_weights();
    for (const std::size_t head : shown_.heads) {
      for (std::size_t i = 0; i < places; ++i) {
        const float* row = shares.data() + first + (head * length + i) * length;
        result.insert(result.end(), row, row + places);
      }
    }
  }
  return result;
}

std::vector<double> LayerWatcher::read() const {
  const std::vector<double> positions(batch_.positions().begin(), batch_.positions().end());
  std::vector<double> result;
  if (shown_.longest == 1)
    result.resize(model_.blocks().size() + 1);  // there is nothing to explain
  for (std::size_t k = result.size(); k <= model_.blocks().size(); ++k) {
    const Tensor& x = model_.passed(k);
    TensorOf<double> rows(x.shape());
    std::copy(x.begin(), x.end(), rows.begin());
    result.push_back(explained_share(rows, positions, kRidge));
  }
  return result;
}
