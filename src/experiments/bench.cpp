#include "core/strict_float.h"

#include "experiments/bench.h"

#include "core/elementary.h"
#include "core/multiversion.h"
#include "core/statistics.h"
#include "nn/mse.h"
#include "training/trainer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

namespace {

Timing timing_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const double median = statistics::percentile(seconds, 50);
  return {median,
          (statistics::percentile(seconds, 75) - statistics::percentile(seconds, 25)) / median};
}

// Repeats the work, part by part, until it lasts `seconds`, a multiple of `cycle` times; the time
// of each part, once.
std::vector<double> times_of(std::size_t parts, const std::function<void(std::size_t part)>& work,
                             std::size_t cycle, double seconds, const Clock& now) {
  std::vector<double> times(parts);
  std::size_t count = 0;
  const double start = now();
  for (double before = start; count % cycle != 0 || count == 0 || before - start < seconds;
       ++count) {
    for (std::size_t part = 0; part < parts; ++part) {
      work(part);
      const double after = now();
      times[part] += after - before;
      before = after;
    }
  }
  for (double& time : times) time /= static_cast<double>(count);
  return times;
}

Timing timed(std::size_t rounds, double seconds, const std::function<void()>& work) {
  work();  // warms up
  std::vector<double> all;
  for (std::size_t round = 0; round < rounds; ++round) {
    all.push_back(times_of(
        1, [&](std::size_t) { work(); }, 1, seconds, steady_time)[0]);
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

// A run whose steps are made part by part, in this order.
class PartialSteps {
 public:
  static constexpr std::size_t kParts = 5;
  static constexpr std::array<Timing StepTimings::*, kParts> kTimings = {
      &StepTimings::batch, &StepTimings::forward, &StepTimings::loss, &StepTimings::backward,
      &StepTimings::adam};

  explicit PartialSteps(const Settings& settings)
      : trainer_(settings),
        order_(trainer_.data().count()),
        batch_(settings.vocab_size, *settings.target) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  void make(std::size_t part) {
    constexpr std::array<void (PartialSteps::*)(), kParts> kWork = {
        &PartialSteps::batch, &PartialSteps::forward, &PartialSteps::loss, &PartialSteps::backward,
        &PartialSteps::adam};
    (this->*kWork[part])();
  }
  void make_all() {
    for (std::size_t part = 0; part < kParts; ++part) make(part);
  }

  const Trainer& trainer() const { return trainer_; }
  double last_loss() const { return loss_; }

 private:
  void batch() {
    const std::size_t count = order_.size();
    const std::size_t last = first_ + std::min(trainer_.settings().batch_size, count - first_);
    batch_.fill(trainer_.data(), order_, first_, last);
    first_ = last == count ? 0 : last;
  }
  void forward() { y_ = &trainer_.model().forward(batch_); }
  void loss() {
    loss_ = mse_forward(*y_, batch_.targets());
    mse_backward(dy_, *y_, batch_.targets());
  }
  void backward() { trainer_.model().backward(batch_, dy_); }
  void adam() { trainer_.adam().step(); }

  Trainer trainer_;  // its data, model and Adam; it makes no step of its own
  std::vector<std::size_t> order_;
  std::size_t first_ = 0;
  Batch batch_;
  const Tensor* y_ = nullptr;
  Tensor dy_ = Tensor({0});
  double loss_ = 0;
};

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
    timings.multiply_adds += 3 * multiply_adds(trainer.model(), data.length(s)).all() /
                             static_cast<double>(trainer.batches_per_epoch());
  }
}

}  // namespace

MultiplyAdds multiply_adds(const Model<float>& model, std::size_t length) {
  const auto places = static_cast<double>(length);
  MultiplyAdds sum;
  for (const BlockWeights<float>& block : model.layers) {
    const auto add = [&](const Parameter<float>& matrix) {
      sum.linear += places * static_cast<double>(matrix.value.size());
    };
    add(block.attention.in.weight);
    add(block.attention.out.weight);
    if (!model.sizes().stack.no_feed_forward) {
      add(block.feed_forward.linear1.weight);
      add(block.feed_forward.linear2.weight);
    }
    sum.square += 2 * places * places * static_cast<double>(model.sizes().d_model);
  }
  return sum;
}

double steady_time() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

StepTimings time_steps(const Settings& settings, std::size_t rounds, double seconds,
                       const Clock& now) {
  PartialSteps steps(settings);
  constexpr std::size_t kParts = PartialSteps::kParts;
  std::array<std::vector<double>, kParts> rounds_of;
  std::vector<double> rounds_of_all;
  // An epoch, so that caches are filled, or a part of a long one.
  constexpr std::size_t kWarmUp = 256;
  const std::size_t warm_up = std::min(steps.trainer().batches_per_epoch(), kWarmUp);
  for (std::size_t step = 0; step < warm_up; ++step) steps.make_all();
  // Whole epochs, since batches are not of one size.
  const std::size_t epoch = steps.trainer().batches_per_epoch();
  for (std::size_t round = 0; round < rounds; ++round) {
    rounds_of_all.push_back(times_of(
        1, [&](std::size_t) { steps.make_all(); }, epoch, seconds, now)[0]);
    const std::vector<double> times = times_of(
        kParts, [&](std::size_t part) { steps.make(part); }, epoch, seconds, now);
    for (std::size_t part = 0; part < kParts; ++part) rounds_of[part].push_back(times[part]);
  }
  StepTimings timings;
  for (std::size_t part = 0; part < kParts; ++part) {
    timings.*PartialSteps::kTimings[part] = timing_of(rounds_of[part]);
  }
  timings.step = timing_of(rounds_of_all);
  timings.last_loss = steps.last_loss();
  timings.steps = steps.trainer().steps_done();
  measure_sizes(timings, steps.trainer());
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
  struct Size {
    const char* name;
    std::size_t Settings::*member;
  };
  const std::array<Size, 4> sizes = {{{"batch-size", &Settings::batch_size},
                                      {"d-model", &Settings::d_model},
                                      {"vocab-size", &Settings::vocab_size},
                                      {"max-seq-len", &Settings::max_seq_len}}};
  std::vector<Growth> all;
  for (const Size& size : sizes) {
    Growth growth;
    growth.size = size.name;
    for (const std::size_t factor : {1U, 2U, 4U, 8U}) {
      Settings settings = bench_settings()[1].settings;
      settings.*size.member *= factor;
      settings.samples = settings.batch_size * 4;
      growth.sizes.push_back(static_cast<double>(settings.*size.member));
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
  Settings middle;
  middle.vocab_size = 1000;
  middle.max_seq_len = 128;
  middle.d_model = 64;
  middle.samples = 640;
  Settings large = middle;
  large.vocab_size = 50000;
  large.max_seq_len = 512;
  large.d_model = 256;
  return {{"notebook", Settings()}, {"middle", middle}, {"large", large}};
}
