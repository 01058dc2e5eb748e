// Runs, made here.
#pragma once

#include "experiments/sweep.h"

inline Runs made(
    Runs runs, std::size_t jobs, const Stopped& stopped = [] { return false; }) {
  make_runs(
      runs_of({runs}), jobs,
      [&](const Run& run, const Measurements& numbers) {
        runs.results.add(run.configuration->name, run.seed, numbers);
      },
      stopped);
  return runs;
}

inline Runs compared(const Settings& settings, const std::vector<std::uint64_t>& seeds,
                     const std::vector<double>& rates) {
  return made(comparison_runs("compare", seeds, settings, rates, std::nullopt), 2);
}
