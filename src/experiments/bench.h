// How long a training step takes, part by part, and how fast this machine could be at best.
#pragma once

#include "models/model.h"
#include "training/settings.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Seconds, the median of several rounds, and how far the rounds lie apart.
struct Timing {
  double median = 0;
  double spread = 0;  // (third quartile - first quartile) / median
};

struct StepTimings {
  Timing batch;
  Timing forward;
  Timing loss;  // and its gradient
  Timing backward;
  Timing adam;
  Timing step;               // all of it
  double tokens = 0;         // mean places in a batch
  std::size_t weights = 0;   // that Adam moves
  std::uint64_t bytes = 0;   // weights, both of Adam's states, and the data
  double multiply_adds = 0;  // of the layers' matrix products, mean of the steps; 0 without layers
  double last_loss = 0;      // of the last step: the parts make the steps of a run
  std::uint64_t steps = 0;   // and how many they were
};

// The multiply-adds of the layers in a forward pass over one sequence of `length` places: of all
// products with weights, which grow with the length, and of those of queries with keys and shares
// with values, which grow with its square.
struct MultiplyAdds {
  double linear = 0;
  double square = 0;
  double all() const { return linear + square; }
};
MultiplyAdds multiply_adds(const ModelSizes& sizes, std::size_t length);

// The time in seconds since some moment.
using Clock = std::function<double()>;
double steady_time();

// Trains the settings' data in rounds of at least `seconds` each, part by part as train_step does.
StepTimings time_steps(const Settings& settings, std::size_t rounds, double seconds,
                       const Clock& now = steady_time);

// What the machine can do in the time of a step: go over as many bytes as Adam does, three numbers
// of each weight read and written in place, in memory or in whatever cache holds them; and as many
// square roots and divisions from registers.
struct Limits {
  Timing memory;
  Timing arithmetic;
  double step() const;  // the longer of both, in seconds
};
Limits measure_limits(std::size_t weights, std::size_t rounds);

// Rates of the machine.
struct Rates {
  double copied_bytes = 0;   // per second, read and written
  double multiply_adds = 0;  // per second, from registers
  double roots = 0;          // square root and division together, per second, from registers
};
Rates measure_rates(std::size_t rounds);

// How the time of a step grows with one size, all others as in the middle settings.
struct Growth {
  std::string size;  // the option's name
  std::vector<double> sizes;
  std::vector<double> seconds;
  double exponent = 0;  // of the fit seconds = constant · size^exponent
};
std::vector<Growth> measure_growth(std::size_t rounds, double seconds);

// The slope of the least-squares line through (log x, log y).
double fitted_exponent(const std::vector<double>& x, const std::vector<double>& y);

// The notebook's settings, and two larger ones that PyTorch's step is compared with.
struct BenchSettings {
  std::string name;
  Settings settings;
};
std::vector<BenchSettings> bench_settings();
