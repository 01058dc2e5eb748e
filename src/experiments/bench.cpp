#include "core/strict_float.h"

#include "experiments/bench.h"

#include "core/elementary.h"
#include "core/multiversion.h"
#include "core/statistics.h"
#include "data/batch.h"
#include "models/position_predictor.h"
#include "nn/adam.h"
#include "nn/mse.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>

namespace {

using Seconds = std::chrono::duration<double>;

double now() { return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Timing timing_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const double median = statistics::percentile(seconds, 50);
  return {median,
          (statistics::percentile(seconds, 75) - statistics::percentile(seconds, 25)) / median};
}

// Repeats the work until it lasts `seconds`, at least so often; the time of one repetition.
double time_of(const std::function<void()>& work, double seconds, std::size_t at_least = 1) {
  std::size_t repetitions = 0;
  const double start = now();
  double end = start;
  while (end - start < seconds || repetitions < at_least) {
    work();
    ++repetitions;
    end = now();
  }
  return (end - start) / static_cast<double>(repetitions);
}

Timing timed(std::size_t rounds, double seconds, const std::function<void()>& work) {
  work();  // warms up
  std::vector<double> all;
  for (std::size_t round = 0; round < rounds; ++round) all.push_back(time_of(work, seconds));
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

// A run whose steps are made part by part.
class PartialSteps {
 public:
  explicit PartialSteps(const Settings& settings)
      : settings_(settings),
        torch_(settings.seed),
        python_(settings.seed),
        data_(dummy_sequences(settings.data_sizes(), python_, torch_)),
        model_(settings.model_sizes(), torch_),
        parameters_(model_.parameters()),
        adam_(settings.adam, parameters_),
        order_(data_.count()),
        dy_({0}) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    adam_.put_off(0, model_.token_embedding, largest_batch(data_, settings.batch_size));
  }

  void batch() {
    fill_batch(batch_, data_, order_, first_,
               std::min(first_ + settings_.batch_size, data_.count()));
    first_ += settings_.batch_size;
    if (first_ >= data_.count()) first_ = 0;
  }
  void name_rows() { adam_.name_rows(model_.rows_of(batch_.tokens)); }
  void forward() { predicted_ = &model_.forward(batch_.tokens, batch_.positions); }
  void loss() {
    loss_ = mse_forward(*predicted_, batch_.positions);
    mse_backward(dy_, *predicted_, batch_.positions);
  }
  void backward() { model_.backward(batch_.tokens, batch_.positions, dy_); }
  void adam() { adam_.step(parameters_); }

  // So that a round holds all that Adam puts off.
  std::size_t steps_a_round() const { return adam_.steps_put_off(); }
  double last_loss() const { return loss_; }
  const Sequences& data() const { return data_; }
  std::size_t weights() const {
    std::size_t count = 0;
    for (const Parameter* parameter : parameters_) count += parameter->value.size();
    return count;
  }

 private:
  Settings settings_;
  TorchRandom torch_;
  PythonRandom python_;
  Sequences data_;
  PositionPredictor model_;
  Parameters parameters_;
  Adam adam_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0;
  Batch batch_;
  const Tensor* predicted_ = nullptr;
  Tensor dy_;
  double loss_ = 0;
};

}  // namespace

StepTimings time_steps(const Settings& settings, std::size_t rounds, double seconds) {
  PartialSteps steps(settings);
  enum Part : std::size_t { kBatch, kForward, kLoss, kBackward, kAdam, kParts };
  struct Work {
    Part part;
    void (PartialSteps::*run)();
  };
  const std::array<Work, 6> all = {{{kBatch, &PartialSteps::batch},
                                    {kAdam, &PartialSteps::name_rows},
                                    {kForward, &PartialSteps::forward},
                                    {kLoss, &PartialSteps::loss},
                                    {kBackward, &PartialSteps::backward},
                                    {kAdam, &PartialSteps::adam}}};
  const auto whole = [&] {
    for (const Work& work : all) (steps.*work.run)();
  };
  std::array<std::vector<double>, kParts> rounds_of;
  std::vector<double> rounds_of_all;
  // An epoch, so that rows have been named and caches filled, or a part of a long one.
  constexpr std::size_t kWarmUp = 256;
  const std::size_t batches = (steps.data().count() - 1) / settings.batch_size + 1;
  for (std::size_t step = 0; step < std::min(batches, kWarmUp); ++step) whole();
  for (std::size_t round = 0; round < rounds; ++round) {
    rounds_of_all.push_back(time_of(whole, seconds, steps.steps_a_round()));
    std::array<double, kParts> sums{};
    std::size_t count = 0;
    const double start = now();
    for (double before = start; count < steps.steps_a_round() || before - start < seconds;
         ++count) {
      for (const Work& work : all) {
        (steps.*work.run)();
        const double after = now();
        sums[work.part] += after - before;
        before = after;
      }
    }
    for (std::size_t part = 0; part < kParts; ++part) {
      rounds_of[part].push_back(sums[part] / static_cast<double>(count));
    }
  }
  StepTimings timings;
  timings.batch = timing_of(rounds_of[kBatch]);
  timings.forward = timing_of(rounds_of[kForward]);
  timings.loss = timing_of(rounds_of[kLoss]);
  timings.backward = timing_of(rounds_of[kBackward]);
  timings.adam = timing_of(rounds_of[kAdam]);
  timings.step = timing_of(rounds_of_all);
  timings.tokens = static_cast<double>(steps.data().tokens.size()) / static_cast<double>(batches);
  timings.weights = steps.weights();
  timings.bytes = std::uint64_t{steps.weights()} * 3 * sizeof(float) +
                  std::uint64_t{steps.data().tokens.size()} * sizeof(std::int32_t) +
                  std::uint64_t{steps.data().starts.size()} * 2 * sizeof(std::size_t);
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
    products += (log_x[i] - mean_x) * (log_y[i] - mean_y);
    squares += (log_x[i] - mean_x) * (log_x[i] - mean_x);
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
