#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "core/statistics.h"
#include "training/trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace {

// The losses at one epoch of the runs that did not diverge, from the least to the greatest.
std::vector<double> sorted_losses(const Runs& runs, std::size_t epoch_index) {
  std::vector<double> losses;
  for (const auto& [seed, run] : runs) {
    if (!has_diverged(run)) losses.push_back(run[epoch_index]);
  }
  std::sort(losses.begin(), losses.end());
  return losses;
}

}  // namespace

std::optional<std::vector<float>> losses_of_seed(Settings settings, std::uint64_t seed,
                                                 const std::optional<Sequences>& data,
                                                 const Stopped& stopped) {
  settings.seed = seed;
  std::vector<float> losses;
  try {
    Trainer trainer(settings, data);
    while (!trainer.finished()) {
      if (stopped()) return std::nullopt;
      trainer.step();
      if (trainer.epoch_ended()) losses.push_back(trainer.last_loss());
    }
  } catch (const Diverged&) {  // before the epoch in hand was counted
  }
  losses.resize(settings.epochs, std::numeric_limits<float>::quiet_NaN());
  return losses;
}

bool has_diverged(const std::vector<float>& losses) {
  return !losses.empty() && std::isnan(losses.back());
}

void train_seeds(const Settings& settings, const std::vector<std::uint64_t>& seeds,
                 const std::optional<Sequences>& data, std::size_t jobs,
                 const RunFinished& finished, const Stopped& stopped) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;  // of finished and error
  std::exception_ptr error;
  const auto work = [&] {
    try {
      for (std::size_t k = next++; k < seeds.size(); k = next++) {
        auto losses = losses_of_seed(settings, seeds[k], data, [&] { return failed || stopped(); });
        if (!losses) return;
        const std::lock_guard<std::mutex> lock(mutex);
        finished(seeds[k], std::move(*losses));
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
    while (others.size() + 1 < std::min(jobs, seeds.size())) others.emplace_back(work);
  } catch (const std::system_error&) {
  }
  work();
  for (std::thread& other : others) other.join();
  if (error) std::rethrow_exception(error);
}

std::vector<EpochSpread> spread_of(const Runs& runs) {
  std::vector<EpochSpread> spread;
  const std::size_t epochs = runs.empty() ? 0 : runs.begin()->second.size();
  for (std::size_t e = 0; e < epochs; ++e) {
    const std::vector<double> losses = sorted_losses(runs, e);
    if (losses.empty()) return {};
    const auto percentile = [&](double p) { return statistics::percentile(losses, p); };
    spread.push_back(
        {losses.front(), percentile(5), percentile(50), percentile(95), losses.back()});
  }
  return spread;
}

double share_below(const Runs& runs, std::size_t epoch_index, double loss) {
  const std::vector<double> losses = sorted_losses(runs, epoch_index);
  const auto first_not_below = std::lower_bound(losses.begin(), losses.end(), loss);
  return static_cast<double>(first_not_below - losses.begin()) / static_cast<double>(losses.size());
}
