#include "core/strict_float.h"

#include "experiments/stack.h"

#include <algorithm>

const Experiment* find_experiment(const std::string& name) {
  const auto* const found =
      std::find_if(kExperiments.begin(), kExperiments.end(),
                   [&](const Experiment& experiment) { return experiment.name == name; });
  return found == kExperiments.end() ? nullptr : found;
}

std::uint64_t CellRun::work() const {
  const Settings& settings = cell.settings;
  const std::uint64_t layers = std::max<std::uint64_t>(settings.stack.layers, 1);
  if (!cell.is_trained) return 30 * layers;
  return settings.epochs * std::uint64_t{(settings.samples - 1) / settings.batch_size + 1} * layers;
}

std::vector<CellRun> runs_of(const std::vector<const Experiment*>& experiments,
                             const std::vector<std::uint64_t>& seeds, StackSize size) {
  std::vector<CellRun> runs;
  for (const std::uint64_t seed : seeds) {
    for (const Experiment* experiment : experiments) {
      for (Cell& cell : experiment->cells(size)) {
        if (!cell.has_draws && seed != seeds.front()) continue;
        cell.settings.seed = seed;
        runs.push_back({experiment, cell, seed});
      }
    }
  }
  return runs;
}

void make_runs(const std::vector<CellRun>& runs, std::size_t jobs,
               const std::function<void(const CellRun& run, const Measurements& made)>& finished,
               const Stopped& stopped) {
  const auto piece = [&](std::size_t k, const Stopped& stop) -> HandIn {
    auto made = runs[k].cell.measure(runs[k].cell.settings, stop);
    if (!made) return nullptr;
    return [&finished, &run = runs[k], own = std::move(*made)] { finished(run, own); };
  };
  do_pieces(runs.size(), jobs, piece, stopped);
}
