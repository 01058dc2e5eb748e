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
  cost.count = multiply_adds(*model, settings.max_seq_len);
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
  const Transformer<float> model(settings.model_sizes());
  std::size_t length = 1;
  for (;; ++length) {
    const MultiplyAdds count = multiply_adds(model, length);
    if (count.square >= count.linear) return static_cast<double>(length);
  }
}

// The costs of settings whose `size` doubles up to its present value, and the exponents with which
// they grew since the one before.
std::optional<Measurements> measure(const Settings& settings, std::size_t& size, std::size_t least,
                                    const Settings& changed, const Stopped& stopped) {
  Measurements all;
  std::optional<Cost> before;
  const std::size_t most = size;
  for (size = least; size <= most; size *= 2) {
    if (stopped()) return std::nullopt;
    const auto at = static_cast<double>(size);
    const Cost cost = cost_of(changed);
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

std::optional<Measurements> measure_lengths(const Settings& settings, const Stopped& stopped) {
  Settings own = settings;
  return measure(settings, own.max_seq_len, kShortest, own, stopped);
}
std::optional<Measurements> measure_layers(const Settings& settings, const Stopped& stopped) {
  Settings own = settings;
  return measure(settings, own.stack.layers, 1, own, stopped);
}

std::vector<Quantity> quantities(std::size_t first_size, std::size_t last_size) {
  const auto first = static_cast<double>(first_size);
  const auto last = static_cast<double>(last_size);
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
std::vector<Quantity> quantities_by_length(const Settings& settings) {
  return quantities(kShortest, settings.max_seq_len);
}
std::vector<Quantity> quantities_by_layers(const Settings& settings) {
  return quantities(1, settings.stack.layers);
}

StackTable table_of(const std::string& title, const char* name, const char* row_head,
                    std::size_t least, std::size_t most) {
  StackTable table = {
      title, row_head, {"multiply-adds", "growth", "of the square", "bytes kept", "growth"}, {}};
  for (std::size_t size = least; size <= most; size *= 2) {
    TableRow row = {std::to_string(size), {}};
    for (const char* quantity : {kCount, kCountGrowth, kSquare, kBytes, kByteGrowth}) {
      row.entries.push_back({name, quantity, static_cast<double>(size)});
    }
    table.rows.push_back(row);
  }
  return table;
}

StackTable time_table(StackSize size) {
  StackTable table = {"Measured here, another time each time: seconds of a forward pass",
                      "places",
                      {"d-model 16", "growth", "d-model 64", "growth"},
                      {}};
  for (std::size_t length = kShortest; length <= longest(size); length *= 2) {
    TableRow row = {std::to_string(length), {}};
    for (const char* name : {kNarrow, kWide}) {
      row.entries.push_back({name, kSeconds, static_cast<double>(length)});
      row.entries.push_back({name, kTimeGrowth, static_cast<double>(length)});
    }
    table.rows.push_back(row);
  }
  return table;
}

std::vector<Configuration> configurations(StackSize size) {
  Settings narrow;
  narrow.max_seq_len = longest(size);
  narrow.stack.layers = 1;
  Settings wide = narrow;
  wide.d_model = 64;
  Settings deep = narrow;
  deep.max_seq_len = 64;
  deep.stack.layers = most_layers(size);
  std::vector<Configuration> all = {{kNarrow, narrow, measure_lengths, quantities_by_length},
                                    {kWide, wide, measure_lengths, quantities_by_length},
                                    {kDeep, deep, measure_layers, quantities_by_layers}};
  for (Configuration& one : all) {
    one.is_trained = false;
    one.has_draws = false;
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  return {table_of("One layer of d-model 16, forward, by length", kNarrow, "places", kShortest,
                   longest(size)),
          table_of("One layer of d-model 64", kWide, "places", kShortest, longest(size)),
          table_of("64 places of d-model 16, by depth", kDeep, "layers", 1, most_layers(size)),
          time_table(size)};
}

Finding finding(const Results& results, StackSize size) {
  const auto most = static_cast<double>(longest(size));
  const double at_first = results.mean(kNarrow, kCountGrowth, 2 * kShortest);
  const double at_last = results.mean(kNarrow, kCountGrowth, most);
  const double bytes_at_last = results.mean(kNarrow, kByteGrowth, most);
  const double by_depth = results.mean(kDeep, kCountGrowth, static_cast<double>(most_layers(size)));
  const double narrow_half = results.mean(kNarrow, kHalf);
  const double wide_half = results.mean(kWide, kHalf);
  const std::string sentence =
      "Multiply-adds grow with the length to the power " + three_digits(at_first) + " from " +
      std::to_string(kShortest) + " to " + std::to_string(2 * kShortest) + " places and " +
      three_digits(at_last) + " from " + std::to_string(longest(size) / 2) + " to " +
      std::to_string(longest(size)) + " (bytes " + three_digits(bytes_at_last) +
      "), and with depth to the power " + three_digits(by_depth) +
      ". The square takes half of them from " + three_digits(narrow_half) +
      " places on for d-model 16, from " + three_digits(wide_half) + " for 64.";
  if (at_first > 1.5) return {Verdict::kHolds, "", sentence};
  if (at_last > 1.5) {
    return {Verdict::kHoldsWhen,
            "sequences are longer than about " + three_digits(narrow_half / 16) + " d-model",
            sentence};
  }
  return {Verdict::kRefuted, "", sentence};
}

}  // namespace
}  // namespace stack_cost

const Experiment kStackCost = {
    "cost", "A layer costs time and memory that grow with the square of the length.",
    stack_cost::configurations, stack_cost::tables, stack_cost::finding};
