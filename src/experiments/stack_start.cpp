#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/float_environment.h"
#include "core/statistics.h"
#include "core/sums.h"
#include "experiments/stack_measures.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "nn/mse.h"

#include <algorithm>
#include <cmath>

// What is left of the places in a stack that is not trained yet: attention makes all places alike
// (Dong et al. 2021).
namespace stack_start {
namespace {

using Matrix = TensorOf<double>;

constexpr const char* kDistance = "distance from rank one";
constexpr const char* kCosine = "cosine between places";
constexpr const char* kReadable = "R2 of the position";
constexpr const char* kGradient = "gradient of the first layer";  // by the number of layers
constexpr const char* kGradientOf = "gradient of each layer";     // of the deepest stack

using Variants = std::initializer_list<Variant>;
constexpr Variants kWithoutSkip = {{"attention", "--norm none --no-skip --no-feed-forward"},
                                   {"+ feed-forward", "--norm none --no-skip"},
                                   {"+ norm after", "--norm post --no-skip"},
                                   {"+ norm before", "--norm pre --no-skip"}};
constexpr Variants kWithSkip = {
    {"skip + pre", "--norm pre"}, {"skip + post", "--norm post"}, {"skip + none", "--norm none"}};
constexpr std::size_t kCollapsed = 5;  // layers

std::size_t deepest(StackSize size) { return size == StackSize::kQuick ? 8 : 32; }

// Of each sequence, of which all have `length` places, the mean.
template <class OfSequence>
double mean_over_sequences(const Matrix& x, std::size_t length, const OfSequence& of_sequence) {
  const std::size_t count = x.rows() / length;
  return sum_of<double>(count, [&](std::size_t s) { return of_sequence(x, s * length, length); }) /
         static_cast<double>(count);
}

// The length of the gradient of all of the layer's weights.
double gradient_norm(BlockWeights<double>& layer) {
  double squares = 0;
  for (const auto* parameter : layer.parameters()) squares += sum_of_squares(parameter->grad);
  return std::sqrt(squares);
}

// A forward and a backward pass of a stack of so many layers, in double: drawn weights, sequences
// that are all as long as can be.
void append_stack(Measurements& all, const Settings& settings, bool is_deepest) {
  TorchRandom torch(settings.seed);
  const std::size_t length = settings.max_seq_len;
  const Batch batch =
      whole_batch(sequences_of_length(settings.samples, length, settings.vocab_size, torch),
                  settings.vocab_size);
  Transformer<double> model(settings.model_sizes());
  copy_weights(model, *drawn<Transformer<float>>(settings.model_sizes(), torch));
  const Matrix& y = model.forward(batch);
  const std::vector<double> positions(batch.targets().begin(), batch.targets().end());
  const std::size_t layers = settings.stack.layers;
  for (std::size_t k = 0; is_deepest && k <= layers; ++k) {
    const Matrix& x = model.passed(k);
    const auto at = static_cast<double>(k);
    all.push_back({kDistance, at, mean_over_sequences(x, length, distance_from_rank_one)});
    all.push_back({kCosine, at, mean_over_sequences(x, length, mean_cosine)});
    all.push_back({kReadable, at, explained_share(x, positions, 1e-4)});
  }
  Matrix dy({0});
  mse_backward(dy, y, batch.targets());
  model.backward(batch, dy);
  all.push_back({kGradient, static_cast<double>(layers), gradient_norm(model.layers.front())});
  for (std::size_t k = 0; is_deepest && k < layers; ++k) {
    all.push_back({kGradientOf, static_cast<double>(k + 1), gradient_norm(model.layers[k])});
  }
}

std::optional<Measurements> measure(const Settings& settings, const Stopped& stopped) {
  require_float_environment();
  Measurements all;
  Settings own = settings;
  for (const std::size_t layers : doubling(1, settings.stack.layers)) {
    if (stopped()) return std::nullopt;
    own.stack.layers = layers;
    append_stack(all, own, layers == settings.stack.layers);
  }
  return all;
}

std::vector<Quantity> quantities(const Settings& settings) {
  const auto layers = static_cast<double>(settings.stack.layers);
  return {{kDistance, 0, layers},
          {kCosine, 0, layers, false, kAnyNumber},
          {kReadable, 0, layers, false, kAnyNumber},
          {kGradient, 1, layers, true},
          {kGradientOf, 1, layers}};
}

std::vector<Configuration> configurations(StackSize size) {
  const std::size_t samples = size == StackSize::kQuick ? 10 : 100;
  std::vector<Configuration> all;
  for (const Variants& variants : {kWithoutSkip, kWithSkip}) {
    for (const Variant& one : variants) {
      const std::string options =
          sentence("{} --samples {} --layers {}", one.options, samples, deepest(size));
      all.push_back({one.name, settings_of(options), measure, quantities, false});
    }
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  const std::size_t most = deepest(size);
  const auto table = [](const std::string& title, const char* quantity, const Variants& variants,
                        const std::vector<std::size_t>& layers) {
    return table_of(
        title, "layers", texts_of(layers), texts_of(variants), [&](std::size_t r, std::size_t c) {
          return TableEntry{variants.begin()[c].name, quantity, static_cast<double>(layers[r])};
        });
  };
  const std::vector<std::size_t> quarters = {0, most / 4, most / 2, most};
  return {
      table("Without skip connections: distance from rank one", kDistance, kWithoutSkip,
            {0, 1, 2, 3, 4, 5}),
      table("With them: R2 of the position, read off each layer", kReadable, kWithSkip, quarters),
      table("With them: cosine between places", kCosine, kWithSkip, quarters),
      table("Length of the first layer's gradient, without skip connections", kGradient,
            kWithoutSkip, doubling(1, most)),
      table("With them", kGradient, kWithSkip, doubling(1, most))};
}

Finding finding(const Results& results, StackSize size) {
  const auto last = static_cast<double>(deepest(size));
  double farthest = 0;  // not a number where one of them is none
  for (const Variant& variant : kWithoutSkip) {
    const double distance = results.mean(variant.name, kDistance, kCollapsed);
    if (std::isnan(farthest) || distance <= farthest) continue;
    farthest = distance;
  }
  const auto readable = [&](std::size_t v, double at) {
    return results.mean(kWithSkip.begin()[v].name, kReadable, at);
  };
  const double before = readable(0, 0);
  const double pre = readable(0, last);
  const auto gradient = [&](std::size_t layer) {
    return results.mean("skip + post", kGradientOf, static_cast<double>(layer));
  };
  const double growth = gradient(deepest(size)) / gradient(1);
  const bool collapses = farthest < 1e-3;
  // Below that a distance is what rounding leaves of doubles, and differs between right builds.
  const bool is_rounding = farthest < 1e-12;
  const std::string but_for = std::isnan(farthest) ? "a distance that is no number"
                              : is_rounding        ? "rounding"
                                            : sentence("{} of their length at most", farthest);
  const bool stays = pre > before / 2;
  const std::string text = sentence(
      "Without skip connections all places are alike after {}, but for {}, {}. With them a linear "
      "layer still reads the position off layer {} with R2 {} where the "
      "norm stands before, {} after, {} nowhere; {} off the embeddings. With the norm after, the "
      "last layer's gradient is {} times the first's: it {}.",
      layers_text(kCollapsed), but_for,
      collapses              ? "whatever else is there"
      : std::isnan(farthest) ? "which says nothing"
                             : "which is not alike",
      last, pre, readable(1, last), readable(2, last), before, growth,
      growth > 2 ? "grows toward the output, as in Xiong et al. 2020"
                 : "does not grow toward the output, as it did in Xiong et al. 2020");
  if (std::isnan(farthest)) return {Verdict::kNotShown, "", text};
  if (!collapses) return {Verdict::kRefuted, "", text};
  if (!stays) return {Verdict::kHolds, "", text};
  return {Verdict::kHoldsWhen, "there are no skip connections", text};
}

}  // namespace
}  // namespace stack_start

const Experiment kStackStart = {
    "start",
    "Attention upon attention makes all places alike: the position is lost before training begins.",
    stack_start::configurations, stack_start::tables, stack_start::finding};
