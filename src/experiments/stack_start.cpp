#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/float_environment.h"
#include "core/statistics.h"
#include "core/sums.h"
#include "experiments/stack_start.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "nn/mse.h"

#include <algorithm>
#include <array>
#include <cmath>

double distance_from_rank_one(const TensorOf<double>& x, std::size_t first, std::size_t length) {
  double all = 0;
  double rest = 0;
  for (std::size_t j = 0; j < x.cols(); ++j) {
    const auto value = [&](std::size_t i) { return x.row(first + i)[j]; };
    const double mean = sum_of<double>(length, value) / static_cast<double>(length);
    for (std::size_t i = 0; i < length; ++i) {
      all += value(i) * value(i);
      rest += (value(i) - mean) * (value(i) - mean);
    }
  }
  return all > 0 ? std::sqrt(rest / all) : 0;
}

double mean_cosine(const TensorOf<double>& x, std::size_t first, std::size_t length) {
  const auto product = [&](std::size_t i, std::size_t j) {
    return dot(x.row(first + i), x.row(first + j), x.cols());
  };
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double lengths = std::sqrt(product(i, i)) * std::sqrt(product(j, j));
      sum += lengths > 0 ? product(i, j) / lengths : 1;
    }
  }
  return sum / (static_cast<double>(length * (length - 1)) / 2);
}

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

struct Variant {
  const char* name;
  const Norm* norm;
  bool no_skip;
  bool no_feed_forward;
};
constexpr std::array<Variant, 7> kVariants = {{{"attention", &kNorms[2], true, true},
                                               {"+ feed-forward", &kNorms[2], true, false},
                                               {"+ norm after", &kNorms[1], true, false},
                                               {"+ norm before", kNorms.data(), true, false},
                                               {"skip + pre", kNorms.data(), false, false},
                                               {"skip + post", &kNorms[1], false, false},
                                               {"skip + none", &kNorms[2], false, false}}};
constexpr std::size_t kWithoutSkip = 4;  // so many of them come first
constexpr std::size_t kCollapsed = 5;    // layers

std::size_t deepest(StackSize size) { return size == StackSize::kQuick ? 8 : 32; }

struct Made {
  Batch batch;
  std::unique_ptr<Transformer<double>> model;
};

// Sequences that are all as long as can be, and drawn weights, in double.
Made made(const Settings& settings, std::size_t layers) {
  Settings own = settings;
  own.stack.layers = layers;
  TorchRandom torch(own.seed);
  const Sequences data = sequences_of_length(own.samples, own.max_seq_len, own.vocab_size, torch);
  const auto drawn_model = drawn<Transformer<float>>(own.model_sizes(), torch);
  Made result = {whole_batch(data, own.vocab_size),
                 std::make_unique<Transformer<double>>(own.model_sizes())};
  copy_weights(*result.model, *drawn_model);
  return result;
}

void append_layer(Measurements& all, const Made& made, std::size_t layer) {
  const Matrix& x = made.model->passed(layer);
  const std::vector<std::size_t>& starts = made.batch.starts();
  const std::size_t count = starts.size() - 1;
  const auto mean_over_sequences = [&](auto function) {
    return sum_of<double>(
               count,
               [&](std::size_t s) { return function(x, starts[s], starts[s + 1] - starts[s]); }) /
           static_cast<double>(count);
  };
  const auto at = static_cast<double>(layer);
  const std::vector<double> positions(made.batch.targets().begin(), made.batch.targets().end());
  all.push_back({kDistance, at, mean_over_sequences(distance_from_rank_one)});
  all.push_back({kCosine, at, mean_over_sequences(mean_cosine)});
  all.push_back({kReadable, at, explained_share(x, positions, 1e-4)});
}

// The length of the gradient of all of the layer's weights.
double gradient_norm(BlockWeights<double>& layer) {
  double squares = 0;
  for (const Parameter<double>* parameter : layer.parameters()) {
    const Matrix& gradient = parameter->grad;
    squares += dot(gradient.data(), gradient.data(), gradient.size());
  }
  return std::sqrt(squares);
}

void append_gradients(Measurements& all, const Settings& settings, std::size_t layers) {
  const Made it = made(settings, layers);
  Matrix dy({0});
  mse_backward(dy, it.model->forward(it.batch), it.batch.targets());
  it.model->backward(it.batch, dy);
  std::vector<BlockWeights<double>>& blocks = it.model->layers;
  all.push_back({kGradient, static_cast<double>(layers), gradient_norm(blocks.front())});
  for (std::size_t k = 0; layers == settings.stack.layers && k < layers; ++k) {
    all.push_back({kGradientOf, static_cast<double>(k + 1), gradient_norm(blocks[k])});
  }
}

std::optional<Measurements> measure(const Settings& settings, const Stopped& stopped) {
  require_float_environment();
  Measurements all;
  if (stopped()) return std::nullopt;
  const Made it = made(settings, settings.stack.layers);
  it.model->forward(it.batch);
  for (std::size_t k = 0; k <= settings.stack.layers; ++k) append_layer(all, it, k);
  for (std::size_t layers = 1; layers <= settings.stack.layers; layers *= 2) {
    if (stopped()) return std::nullopt;
    append_gradients(all, settings, layers);
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

// A row for each of the layers, a column for each variant.
StackTable table_of(const std::string& title, const char* quantity, std::size_t first,
                    std::size_t last, const std::vector<std::size_t>& layers) {
  StackTable table = {title, "layers", {}, {}};
  for (std::size_t v = first; v < last; ++v) table.heads.emplace_back(kVariants[v].name);
  for (const std::size_t layer : layers) {
    TableRow row = {std::to_string(layer), {}};
    for (std::size_t v = first; v < last; ++v) {
      row.entries.push_back({kVariants[v].name, quantity, static_cast<double>(layer)});
    }
    table.rows.push_back(row);
  }
  return table;
}

std::vector<std::size_t> powers_of_two(std::size_t most) {
  std::vector<std::size_t> layers;
  for (std::size_t k = 1; k <= most; k *= 2) layers.push_back(k);
  return layers;
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  for (const Variant& variant : kVariants) {
    Settings settings;
    settings.samples = size == StackSize::kQuick ? 10 : 100;
    settings.stack.layers = deepest(size);
    settings.stack.norm = variant.norm;
    settings.stack.no_skip = variant.no_skip;
    settings.stack.no_feed_forward = variant.no_feed_forward;
    all.push_back({variant.name, settings, measure, quantities, false});
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  const std::size_t most = deepest(size);
  const std::vector<std::size_t> quarters = {0, most / 4, most / 2, most};
  constexpr std::size_t kAll = kVariants.size();
  return {table_of("Without skip connections: distance from rank one", kDistance, 0, kWithoutSkip,
                   {0, 1, 2, 3, 4, 5}),
          table_of("With them: R2 of the position, read off each layer", kReadable, kWithoutSkip,
                   kAll, quarters),
          table_of("With them: cosine between places", kCosine, kWithoutSkip, kAll, quarters),
          table_of("Length of the first layer's gradient, without skip connections", kGradient, 0,
                   kWithoutSkip, powers_of_two(most)),
          table_of("With them", kGradient, kWithoutSkip, kAll, powers_of_two(most))};
}

Finding finding(const Results& results, StackSize size) {
  const auto last = static_cast<double>(deepest(size));
  double farthest = 0;  // not a number where one of them is none
  for (std::size_t v = 0; v < kWithoutSkip; ++v) {
    const double distance = results.mean(kVariants[v].name, kDistance, kCollapsed);
    if (std::isnan(farthest) || distance <= farthest) continue;
    farthest = distance;
  }
  const auto readable = [&](std::size_t v, double at) {
    return results.mean(kVariants[v].name, kReadable, at);
  };
  const double before = readable(kWithoutSkip, 0);
  const double pre = readable(kWithoutSkip, last);
  const auto gradient = [&](std::size_t layer) {
    return results.mean("skip + post", kGradientOf, static_cast<double>(layer));
  };
  const double growth = gradient(deepest(size)) / gradient(1);
  const bool collapses = farthest < 1e-3;
  const bool stays = pre > before / 2;
  std::string sentence =
      "Without skip connections all places are alike after " + layers_text(kCollapsed) +
      ", but for " + three_digits(farthest) + " of their length at most" +
      (collapses              ? ", whatever else is there"
       : std::isnan(farthest) ? ", which says nothing"
                              : ", which is not alike") +
      ". With them a linear layer still reads the position off layer " + three_digits(last) +
      " with R2 " + three_digits(pre) + " where the norm stands before, " +
      three_digits(readable(kWithoutSkip + 1, last)) + " after, " +
      three_digits(readable(kWithoutSkip + 2, last)) + " nowhere; " + three_digits(before) +
      " off the embeddings. With the norm after, the last layer's gradient is " +
      three_digits(growth) + " times the first's: ";
  sentence += growth > 2 ? "it grows toward the output, as in Xiong et al. 2020."
                         : "it does not grow toward the output, as it did in Xiong et al. 2020.";
  if (std::isnan(farthest)) return {Verdict::kNotShown, "", sentence};
  if (!collapses) return {Verdict::kRefuted, "", sentence};
  if (!stays) return {Verdict::kHolds, "", sentence};
  return {Verdict::kHoldsWhen, "there are no skip connections", sentence};
}

}  // namespace
}  // namespace stack_start

const Experiment kStackStart = {
    "start",
    "Attention upon attention makes all places alike: the position is lost before training begins.",
    stack_start::configurations, stack_start::tables, stack_start::finding};
