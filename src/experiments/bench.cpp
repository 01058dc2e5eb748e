#include "core/strict_float.h"

#include "experiments/bench.h"

#include "core/elementary.h"
#include "core/multiversion.h"
#include "core/statistics.h"
#include "nn/mse.h"
#include "training/settings.h"
#include "training/trainer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

namespace {

Timing timing_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const double median = statistics::percentile(seconds, 50);
  return {median,
          (statistics::percentile(seconds, 75) - statistics::percentile(seconds, 25)) / median};
}

using Work = std::function<void()>;

// Repeats the work, part by part, until it lasts `seconds`, a multiple of `cycle` times; the time
// of each part, once.
std::vector<double> times_of(const std::vector<Work>& parts, std::size_t cycle, double seconds,
                             const Clock& now) {
  std::vector<double> times(parts.size());
  std::size_t count = 0;
  const double start = now();
  for (double before = start; count % cycle != 0 || count == 0 || before - start < seconds;
       ++count) {
    for (std::size_t part = 0; part < parts.size(); ++part) {
      parts[part]();
      const double after = now();
      times[part] += after - before;
      before = after;
    }
  }
  for (double& time : times) time /= static_cast<double>(count);
  return times;
}

Timing timed(std::size_t rounds, double seconds, const Work& work) {
  work();  // warms up
  std::vector<double> all;
  for (std::size_t round = 0; round < rounds; ++round) {
    all.push_back(times_of({work}, 1, seconds, steady_time)[0]);
  }
  return timing_of(all);
}

// Loops whose operands stay in registers: enough of them that none waits for another.
constexpr std::size_t kInRegisters = 128;
using Registers = std::array<float, kInRegisters>;
constexpr int kRepeats = 2000;

POSEMBED_MULTIVERSION
void multiply_and_add(Registers& x) {
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    for (float& value : x) value = value * 0.999F + 0.001F;
  }
}

POSEMBED_MULTIVERSION
void take_roots(Registers& x) {
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    for (float& value : x) value = 0.5F / (std::sqrt(value) + 0.25F);
  }
}

POSEMBED_MULTIVERSION
void go_over(float* x, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) x[i] = x[i] * 0.999F + 0.001F;
}

// Of each part, and last of all of them as one, over whole epochs, since batches are not of one
// size.
std::vector<Timing> timings_of(const std::vector<Work>& parts, std::size_t epoch,
                               std::size_t rounds, double seconds, const Clock& now) {
  const Work step = [&] { std::for_each(parts.begin(), parts.end(), [](const Work& w) { w(); }); };
  // An epoch, so that caches are filled, or a part of a long one.
  constexpr std::size_t kWarmUp = 256;
  for (std::size_t k = 0; k < std::min(epoch, kWarmUp); ++k) step();
  std::vector<std::vector<double>> columns(parts.size() + 1);
  for (std::size_t round = 0; round < rounds; ++round) {
    columns.back().push_back(times_of({step}, epoch, seconds, now)[0]);
    const std::vector<double> times = times_of(parts, epoch, seconds, now);
    for (std::size_t k = 0; k < times.size(); ++k) columns[k].push_back(times[k]);
  }
  std::vector<Timing> timings;
  timings.reserve(columns.size());
  for (const std::vector<double>& column : columns) timings.push_back(timing_of(column));
  return timings;
}

void measure_sizes(StepTimings& timings, const Trainer& trainer) {
  const Sequences& data = trainer.data();
  timings.tokens =
      static_cast<double>(data.tokens.size()) / static_cast<double>(trainer.batches_per_epoch());
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    timings.weights += parameter->value.size();
  }
  timings.bytes = std::uint64_t{timings.weights} * 3 * sizeof(float) +
                  std::uint64_t{data.tokens.size()} * sizeof(std::int32_t) +
                  std::uint64_t{data.starts.size()} * 2 * sizeof(std::size_t);
  // Backward, each product has two: by what it multiplied, and by the weights.
  for (std::size_t s = 0; s < data.count(); ++s) {
    timings.multiply_adds += 3 * multiply_adds(trainer.model().sizes(), data.length(s)).all() /
                             static_cast<double>(trainer.batches_per_epoch());
  }
}

}  // namespace

// Of each layer: four matrices (d, d) of attention, two (d, d_ff) of feed-forward.
MultiplyAdds multiply_adds(const ModelSizes& sizes, std::size_t length) {
  const std::size_t d = sizes.d_model;
  const std::size_t wide = sizes.stack.no_feed_forward ? 0 : sizes.d_ff();
  const std::size_t linear = length * (4 * d * d + 2 * d * wide);
  const std::size_t square = 2 * length * length * d;
  return {static_cast<double>(sizes.stack.layers * linear),
          static_cast<double>(sizes.stack.layers * square)};
}

double steady_time() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

StepTimings time_steps(const Settings& settings, std::size_t rounds, double seconds,
                       const Clock& now) {
  Trainer trainer(settings);  // its data, model and Adam; it makes no step of its own
  std::vector<std::size_t> order(trainer.data().count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t first = 0;
  Batch batch(settings.vocab_size, *settings.target);
  const Tensor* y = nullptr;
  Tensor dy({0});
  StepTimings timings;
  const std::vector<Work> parts = {
      [&] {
        const std::size_t last = std::min(first + settings.batch_size, order.size());
        batch.fill(trainer.data(), order, first, last);
        first = last == order.size() ? 0 : last;
      },
      [&] { y = &trainer.model().forward(batch); },
      [&] {
        timings.last_loss = mse_forward(*y, batch.targets());
        mse_backward(dy, *y, batch.targets());
      },
      [&] { trainer.model().backward(batch, dy); }, [&] { trainer.adam().step(); }};
  const std::vector<Timing> all =
      timings_of(parts, trainer.batches_per_epoch(), rounds, seconds, now);
  timings.batch = all[0];
  timings.forward = all[1];
  timings.loss = all[2];
  timings.backward = all[3];
  timings.adam = all[4];
  timings.step = all[5];
  timings.steps = trainer.steps_done();
  measure_sizes(timings, trainer);
  return timings;
}

double Limits::step() const { return std::max(memory.median, arithmetic.median); }

Limits measure_limits(std::size_t weights, std::size_t rounds) {
  Tensor numbers({weights * 3});
  numbers.fill(1);
  Limits limits;
  limits.memory = timed(rounds, 0.01, [&] { go_over(numbers.data(), numbers.size()); });
  const double each = 1 / measure_rates(rounds).roots;
  limits.arithmetic = {each * static_cast<double>(weights), 0};
  return limits;
}

Rates measure_rates(std::size_t rounds) {
  Registers x{};
  x.fill(0.7F);
  const double operations = static_cast<double>(kInRegisters) * kRepeats;
  Rates rates;
  rates.multiply_adds = operations / timed(rounds, 0.005, [&] { multiply_and_add(x); }).median;
  x.fill(0.7F);
  rates.roots = operations / timed(rounds, 0.005, [&] { take_roots(x); }).median;
  std::vector<char> from(64000000, 1);
  std::vector<char> to(from.size(), 2);
  const auto copy = [&] {
    std::memcpy(to.data(), from.data(), from.size());
    std::swap(from, to);
  };
  rates.copied_bytes = 2 * static_cast<double>(from.size()) / timed(rounds, 0.01, copy).median;
  return rates;
}

std::vector<Growth> measure_growth(std::size_t rounds, double seconds) {
  std::vector<Growth> all;
  for (const auto& [name, member] :
       {std::pair("batch-size", &Settings::batch_size), std::pair("d-model", &Settings::d_model),
        std::pair("vocab-size", &Settings::vocab_size),
        std::pair("max-seq-len", &Settings::max_seq_len)}) {
    Growth growth;
    growth.size = name;
    for (const std::size_t factor : {1U, 2U, 4U, 8U}) {
      Settings settings = bench_settings()[1].settings;
      settings.*member *= factor;
      settings.samples = settings.batch_size * 4;
      growth.sizes.push_back(static_cast<double>(settings.*member));
      growth.seconds.push_back(time_steps(settings, rounds, seconds).step.median);
    }
    growth.exponent = fitted_exponent(growth.sizes, growth.seconds);
    all.push_back(growth);
  }
  return all;
}

double fitted_exponent(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<double> log_x;
  std::vector<double> log_y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    log_x.push_back(elementary::log(x[i]));
    log_y.push_back(elementary::log(y[i]));
  }
  const double mean_x = statistics::mean(log_x);
  const double mean_y = statistics::mean(log_y);
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double from_mean = log_x[i] - mean_x;
    products += from_mean * (log_y[i] - mean_y);
    squares += from_mean * from_mean;
  }
  return products / squares;
}

std::vector<BenchSettings> bench_settings() {
  return {
      {"notebook", Settings()},
      {"middle", settings_of("--vocab-size 1000 --max-seq-len 128 --d-model 64 --samples 640")},
      {"large", settings_of("--vocab-size 50000 --max-seq-len 512 --d-model 256 --samples 640")}};
}
