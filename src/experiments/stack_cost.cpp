#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/bench.h"
#include "models/activations.h"
#include "models/transformer.h"
#include "models/weights.h"

// What a layer of self-attention costs: multiply-adds and memory, counted; time, measured.
namespace stack_cost {
namespace {

constexpr const char* kCount = "multiply-adds";
constexpr const char* kCountGrowth = "exponent of multiply-adds";
constexpr const char* kSquare = "share of the square";
constexpr const char* kBytes = "bytes kept";
constexpr const char* kByteGrowth = "exponent of bytes kept";
constexpr const char* kSeconds = "seconds";
constexpr const char* kTimeGrowth = "exponent of seconds";
constexpr const char* kHalf = "length where the square is half";

constexpr const char* kNarrow = "d-model 16";
constexpr const char* kWide = "d-model 64";
constexpr const char* kDeep = "by layers";
constexpr std::size_t kShortest = 16;

std::size_t longest(StackSize size) { return size == StackSize::kQuick ? 512 : 1024; }
std::size_t most_layers(StackSize size) { return size == StackSize::kQuick ? 4 : 16; }

struct Cost {
  MultiplyAdds count;
  double bytes = 0;
  double seconds = 0;
};

// Of a forward pass over one sequence as long as the settings allow. The bytes are those that the
// layers keep for the backward pass.
Cost cost_of(const Settings& settings) {
  TorchRandom torch(settings.seed);
  const Sequences data = sequences_of_length(1, settings.max_seq_len, settings.vocab_size, torch);
  const auto model = drawn<Transformer<float>>(settings.model_sizes(), torch);
  const Batch batch = whole_batch(data, settings.vocab_size);
  model->forward(batch);
  Cost cost;
  cost.count = multiply_adds(model->sizes(), settings.max_seq_len);
  const auto length = static_cast<double>(settings.max_seq_len);
  cost.bytes = saved_activations(model->sizes(), length, length * length) * sizeof(float);
  constexpr double kLong = 0.01;
  std::size_t passes = 0;
  const double start = steady_time();
  double end = start;
  for (; end - start < kLong; end = steady_time(), ++passes) model->forward(batch);
  cost.seconds = (end - start) / static_cast<double>(passes);
  return cost;
}

// The smallest length at which the square takes half of the multiply-adds.
double half_at(const Settings& settings) {
  for (std::size_t length = 1;; ++length) {
    const MultiplyAdds count = multiply_adds(settings.model_sizes(), length);
    if (count.square >= count.linear) return static_cast<double>(length);
  }
}

// What doubles from one measurement to the next, up to what it is in the settings, and from where
// on: the layers, where there are several, else the length.
std::size_t& size_in(Settings& settings) {
  return settings.stack.layers > 1 ? settings.stack.layers : settings.max_seq_len;
}
std::size_t first_size(const Settings& settings) {
  return settings.stack.layers > 1 ? 1 : kShortest;
}

// The costs, and the exponents with which they grew since the size before.
std::optional<Measurements> measure(const Settings& settings, const Stopped& stopped) {
  Measurements all;
  std::optional<Cost> before;
  Settings own = settings;
  std::size_t& size = size_in(own);
  for (const std::size_t each : doubling(first_size(settings), size)) {
    if (stopped()) return std::nullopt;
    size = each;
    const auto at = static_cast<double>(size);
    const Cost cost = cost_of(own);
    all.push_back({kCount, at, cost.count.all()});
    all.push_back({kSquare, at, cost.count.square / cost.count.all()});
    all.push_back({kBytes, at, cost.bytes});
    all.push_back({kSeconds, at, cost.seconds});
    if (before) {
      const auto exponent = [&](double old, double now) {
        return fitted_exponent({at / 2, at}, {old, now});
      };
      all.push_back({kCountGrowth, at, exponent(before->count.all(), cost.count.all())});
      all.push_back({kByteGrowth, at, exponent(before->bytes, cost.bytes)});
      all.push_back({kTimeGrowth, at, exponent(before->seconds, cost.seconds)});
    }
    before = cost;
  }
  all.push_back({kHalf, 0, half_at(settings)});
  return all;
}

std::vector<Quantity> quantities(const Settings& settings) {
  Settings own = settings;
  const auto first = static_cast<double>(first_size(own));
  const auto last = static_cast<double>(size_in(own));
  std::vector<Quantity> all;
  for (const char* name : {kCount, kSquare, kBytes, kSeconds}) {
    all.push_back({name, first, last, true});
  }
  for (const char* name : {kCountGrowth, kByteGrowth, kTimeGrowth}) {
    all.push_back({name, 2 * first, last, true, kAnyNumber});
  }
  all.push_back({kHalf});
  return all;
}

std::vector<Configuration> configurations(StackSize size) {
  const auto costs = [](const char* name, const std::string& options) {
    return Configuration{name, settings_of(options), measure, quantities, false, false};
  };
  const std::string length = " --max-seq-len " + std::to_string(longest(size));
  const std::string layers = " --layers " + std::to_string(most_layers(size));
  return {costs(kNarrow, "--layers 1" + length), costs(kWide, "--layers 1 --d-model 64" + length),
          costs(kDeep, "--max-seq-len 64" + layers)};
}

StackTable growth_table(const std::string& title, const char* name, const char* row_head,
                        const std::vector<std::size_t>& sizes) {
  const Texts measured = {kCount, kCountGrowth, kSquare, kBytes, kByteGrowth};
  return table_of(title, row_head, texts_of(sizes),
                  {"multiply-adds", "growth", "of the square", "bytes kept", "growth"},
                  [&](std::size_t r, std::size_t c) {
                    return TableEntry{name, measured[c], static_cast<double>(sizes[r])};
                  });
}

std::vector<StackTable> tables(StackSize size) {
  const std::vector<std::size_t> lengths = doubling(kShortest, longest(size));
  const auto seconds = [&](std::size_t r, std::size_t c) {
    return TableEntry{c < 2 ? kNarrow : kWide, c % 2 == 0 ? kSeconds : kTimeGrowth,
                      static_cast<double>(lengths[r])};
  };
  return {growth_table("One layer of d-model 16, forward, by length", kNarrow, "places", lengths),
          growth_table("One layer of d-model 64", kWide, "places", lengths),
          growth_table("64 places of d-model 16, by depth", kDeep, "layers",
                       doubling(1, most_layers(size))),
          table_of("Measured here, another time each time: seconds of a forward pass", "places",
                   texts_of(lengths), {"d-model 16", "growth", "d-model 64", "growth"}, seconds)};
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t most = longest(size);
  const auto at = static_cast<double>(most);
  const double at_first = results.mean(kNarrow, kCountGrowth, 2 * kShortest);
  const double at_last = results.mean(kNarrow, kCountGrowth, at);
  const double narrow_half = results.mean(kNarrow, kHalf);
  const std::string text = sentence(
      "Multiply-adds grow with the length to the power {} from {} to {} places and {} from {} to "
      "{} (bytes {}), and with depth to the power {}. The square takes half of them from {} places "
      "on for d-model 16, from {} for 64.",
      at_first, kShortest, 2 * kShortest, at_last, most / 2, most,
      results.mean(kNarrow, kByteGrowth, at),
      results.mean(kDeep, kCountGrowth, static_cast<double>(most_layers(size))), narrow_half,
      results.mean(kWide, kHalf));
  if (at_first > 1.5) return {Verdict::kHolds, "", text};
  if (!(at_last > 1.5)) return {Verdict::kRefuted, "", text};
  return {Verdict::kHoldsWhen,
          sentence("sequences are longer than about {} d-model", narrow_half / 16), text};
}

}  // namespace
}  // namespace stack_cost

const Experiment kStackCost = {
    "cost", "A layer costs time and memory that grow with the square of the length.",
    stack_cost::configurations, stack_cost::tables, stack_cost::finding};
