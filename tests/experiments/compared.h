// A comparison, made here.
#pragma once

#include "experiments/comparison.h"
#include "experiments/stack_training.h"

inline Runs compared(const Settings& settings, const std::vector<std::uint64_t>& seeds,
                     const std::vector<double>& rates) {
  Runs runs = comparison_runs("compare", seeds, settings, rates, std::nullopt);
  make_runs(
      runs_of({runs}), 2,
      [&](const Run& run, const Measurements& made) {
        runs.results.add(run.configuration->name, run.seed, made);
      },
      [] { return false; });
  return runs;
}
