#include "core/strict_float.h"

#include "experiments/stack.h"

#include <algorithm>

const Experiment* find_experiment(const std::string& name) {
  const auto* const found =
      std::find_if(kExperiments.begin(), kExperiments.end(),
                   [&](const Experiment* experiment) { return experiment->name == name; });
  return found == kExperiments.end() ? nullptr : *found;
}

Runs stack_runs(const Experiment& experiment, StackSize size,
                const std::vector<std::uint64_t>& seeds) {
  Runs runs;
  runs.command = "stack " + std::string(experiment.name);
  if (size == StackSize::kQuick) runs.command += " --quick";
  runs.seeds = seeds;
  runs.configurations = experiment.configurations(size);
  runs.experiment = &experiment;
  runs.size = size;
  return runs;
}
