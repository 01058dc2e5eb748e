// What trains many times: configurations times seeds, each a run that measures something.
#pragma once

#include "training/settings.h"
#include "training/trainer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

// One number. A quantity that is one of a series is measured at a layer, an epoch, a length or a
// position; another at 0. Not a number where the run diverged.
struct Measured {
  std::string quantity;
  double at = 0;
  double value = 0;
};
using Measurements = std::vector<Measured>;

// Over the seeds whose runs did not diverge; NaN where there is none.
struct Spread {
  double mean = 0;
  double deviation = 0;  // sample standard deviation
  std::size_t count = 0;
  std::size_t diverged = 0;
};

// Which number a table or a picture shows: its mean over the seeds.
struct TableEntry {
  std::string configuration;
  std::string quantity;
  double at = 0;
};

class Results {
 public:
  using Seeds = std::map<std::uint64_t, Measurements>;

  void add(const std::string& configuration, std::uint64_t seed, Measurements measurements);

  bool has(const std::string& configuration, std::uint64_t seed) const;
  // Its runs; none where nothing was measured.
  const Seeds& of(const std::string& configuration) const;

  // One number of each seed.
  std::vector<double> values(const std::string& configuration, const std::string& quantity,
                             double at = 0) const;
  Spread spread(const std::string& configuration, const std::string& quantity, double at = 0) const;
  double mean(const std::string& configuration, const std::string& quantity, double at = 0) const;

 private:
  std::map<std::string, Seeds> configurations_;
};

// Whether to stop: asked before each step, by any thread.
using Stopped = std::function<bool()>;

// What a run measures: once, at 0, or a series, at `first`, `first` + 1, ... `last`, or at twice
// the place before. No number of it is less than `least`. Once a loss is none, none follows.
struct Quantity {
  std::string name;
  double first = 0;
  double last = 0;
  bool doubles = false;
  double least = 0;
  bool is_loss = false;

  double next(double at) const { return doubles ? 2 * at : at + 1; }
  std::vector<double> places() const;  // from `first` to `last`
};
inline constexpr double kAnyNumber = -std::numeric_limits<double>::max();

// Settings of `train`, and what is measured of a run with them.
struct Configuration {
  std::string name;
  Settings settings;  // the seed is set for each run
  // Nothing where it was stopped; of a run that diverged, what was measured before.
  std::function<std::optional<Measurements>(const Settings& settings, const Stopped& stopped)>
      measure;
  // All that it measures.
  std::vector<Quantity> (*quantities)(const Settings& settings);
  bool is_trained = true;
  bool has_draws = true;  // else one seed tells all
};

struct Experiment;
// All of an experiment, or one that takes a moment and shows how it works.
enum class StackSize { kFull, kQuick };

// All runs of a command, and what those that are made have measured.
struct Runs {
  std::string command;               // that makes them, seeds apart: "sweep --epochs 2"
  std::vector<std::uint64_t> seeds;  // in order
  std::vector<Configuration> configurations;
  const Experiment* experiment = nullptr;  // where it is one on stacks,
  StackSize size = StackSize::kFull;       // and of which size
  Results results = {};
};

// The shortest list of seeds that are in order: 0..4,7.
std::string text_of_seeds(const std::vector<std::uint64_t>& seeds);

// A configuration with one seed.
struct Run {
  std::size_t of;  // the index of its command's runs
  const Configuration* configuration;
  std::uint64_t seed;

  // How long it takes, in steps, of one layer where there are any, about.
  std::uint64_t work() const;
};

// Every `count`-th run from the `first` on, counted from 1.
struct Shard {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};

// All runs that the shard has: each configuration with the first seed, then with the next. One
// without draws has the first alone.
std::vector<Run> runs_of(const std::vector<Runs>& all, const Shard& shard = {});
// Those of them that are not made.
std::vector<Run> missing_runs(const std::vector<Runs>& all, const Shard& shard = {});

// What a run has made, each quantity at each of its places: NaN where it diverged before.
Measurements completed(const Run& run, const Measurements& made);

// Makes the runs, `jobs` at a time, and hands each in when it is done: one thread at a time, in no
// fixed order. Each has as many workers as the thread that calls this (core/workers.h). The numbers
// of a run are those of the same run alone. Once one was stopped, its thread begins no more.
// Rethrows what a run or its handing in throws.
void make_runs(const std::vector<Run>& runs, std::size_t jobs,
               const std::function<void(const Run& run, Measurements made)>& finished,
               const Stopped& stopped);

namespace quantity {
constexpr const char* kLoss = "loss";                 // at each epoch: the mean over its steps
constexpr const char* kLastLoss = "last batch loss";  // at each epoch
constexpr const char* kTraining = "training error";
constexpr const char* kFresh = "fresh error";
constexpr const char* kBeyond = "beyond error";
constexpr const char* kFreshAt = "fresh error by position";
constexpr const char* kBeyondAt = "beyond error by position";
constexpr const char* kGuessing = "guessing the mean";  // error on the fresh sequences
// Error on them of who knows how long each is, and guesses its middle.
constexpr const char* kGuessingMiddle = "guessing the middle";
}  // namespace quantity

// Trains, and appends to what was measured before, after each epoch. Nothing where the run was
// stopped; of one that diverges, what was measured until then.
using AfterEpoch = std::function<void(Measurements& all, Trainer& trainer)>;
std::optional<Measurements> measured_in_training(Measurements before, Trainer& trainer,
                                                 const Stopped& stopped,
                                                 const AfterEpoch& after_epoch);

// The loss of the epoch just ended.
void append_loss(Measurements& all, const Trainer& trainer);
