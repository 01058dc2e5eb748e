#include "core/strict_float.h"

#include "experiments/runs.h"

#include "core/statistics.h"
#include "core/workers.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

void Results::add(const std::string& configuration, std::uint64_t seed, Measurements measurements) {
  configurations_[configuration][seed] = std::move(measurements);
}

bool Results::has(const std::string& configuration, std::uint64_t seed) const {
  return of(configuration).count(seed) != 0;
}

const Results::Seeds& Results::of(const std::string& configuration) const {
  static const Seeds kNone;
  const auto found = configurations_.find(configuration);
  return found == configurations_.end() ? kNone : found->second;
}

std::vector<double> Results::values(const std::string& configuration, const std::string& quantity,
                                    double at) const {
  std::vector<double> values;
  for (const auto& [seed, measurements] : of(configuration)) {
    for (const Measured& measured : measurements) {
      if (measured.at == at && measured.quantity == quantity) values.push_back(measured.value);
    }
  }
  return values;
}

Spread Results::spread(const std::string& configuration, const std::string& quantity,
                       double at) const {
  const std::vector<double> all = values(configuration, quantity, at);
  std::vector<double> finite;
  for (const double value : all) {
    if (std::isfinite(value)) finite.push_back(value);
  }
  return {statistics::mean(finite), statistics::standard_deviation(finite), finite.size(),
          all.size() - finite.size()};
}

double Results::mean(const std::string& configuration, const std::string& quantity,
                     double at) const {
  return spread(configuration, quantity, at).mean;
}

std::vector<double> Quantity::places() const {
  std::vector<double> all;
  double at = first;
  while (at <= last) {
    all.push_back(at);
    at = next(at);
  }
  return all;
}

std::string text_of_seeds(const std::vector<std::uint64_t>& seeds) {
  std::string text;
  for (std::size_t first = 0; first < seeds.size();) {
    std::size_t last = first;
    while (last + 1 < seeds.size() && seeds[last + 1] == seeds[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(seeds[first]);
    if (last > first) text += (last == first + 1 ? "," : "..") + std::to_string(seeds[last]);
    first = last + 1;
  }
  return text;
}

std::uint64_t Run::work() const {
  const Settings& settings = configuration->settings;
  const std::uint64_t layers = std::max<std::uint64_t>(settings.stack.layers, 1);
  if (!configuration->is_trained) return 30 * layers;
  return settings.epochs * std::uint64_t{(settings.samples - 1) / settings.batch_size + 1} * layers;
}

std::vector<Run> runs_of(const std::vector<Runs>& all, const Shard& shard) {
  std::vector<Run> own;
  std::size_t count = 0;
  if (all.empty()) return own;
  for (const std::uint64_t seed : all.front().seeds) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      for (const Configuration& one : all[k].configurations) {
        if (!one.has_draws && seed != all.front().seeds.front()) continue;
        if (count++ % shard.count == shard.first - 1) own.push_back({k, &one, seed});
      }
    }
  }
  return own;
}

std::vector<Run> missing_runs(const std::vector<Runs>& all, const Shard& shard) {
  std::vector<Run> missing;
  for (const Run& run : runs_of(all, shard)) {
    if (!all[run.of].results.has(run.configuration->name, run.seed)) missing.push_back(run);
  }
  return missing;
}

Measurements completed(const Run& run, const Measurements& made) {
  std::map<std::pair<std::string, double>, double> finite;
  for (const Measured& one : made) {
    if (std::isfinite(one.value)) finite[{one.quantity, one.at}] = one.value;
  }
  Measurements all;
  for (const Quantity& quantity : run.configuration->quantities(run.configuration->settings)) {
    for (const double at : quantity.places()) {
      const auto found = finite.find({quantity.name, at});
      all.push_back(
          {quantity.name, at,
           found == finite.end() ? std::numeric_limits<double>::quiet_NaN() : found->second});
    }
  }
  return all;
}

void make_runs(const std::vector<Run>& runs, std::size_t jobs,
               const std::function<void(const Run& run, Measurements made)>& finished,
               const Stopped& stopped) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;  // of handing in, and error
  std::exception_ptr error;
  const Stopped stopped_or_failed = [&] { return failed || stopped(); };
  const auto work = [&, threads = Workers::places()] {
    try {
      const Workers workers(threads);
      for (std::size_t k = next++; k < runs.size(); k = next++) {
        Settings settings = runs[k].configuration->settings;
        settings.seed = runs[k].seed;
        const auto made = runs[k].configuration->measure(settings, stopped_or_failed);
        if (!made) return;
        Measurements all = completed(runs[k], *made);
        const std::lock_guard<std::mutex> lock(mutex);
        finished(runs[k], std::move(all));
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      failed = true;
      if (!error) error = std::current_exception();
    }
  };
  // This thread works, too; where the machine gives no more of them, fewer do it all.
  std::vector<std::thread> others;
  try {
    while (others.size() + 1 < std::min(jobs, runs.size())) others.emplace_back(work);
  } catch (const std::system_error&) {
  }
  work();
  for (std::thread& other : others) other.join();
  if (error) std::rethrow_exception(error);
}

std::optional<Measurements> measured_in_training(Measurements before, Trainer& trainer,
                                                 const Stopped& stopped,
                                                 const AfterEpoch& after_epoch) {
  try {
    while (!trainer.finished()) {
      if (stopped()) return std::nullopt;
      trainer.step();
      if (trainer.epoch_ended()) after_epoch(before, trainer);
    }
  } catch (const Diverged&) {
  }
  return before;
}

void append_loss(Measurements& all, const Trainer& trainer) {
  all.push_back({quantity::kLoss, static_cast<double>(trainer.epochs_done()), trainer.mean_loss()});
}
