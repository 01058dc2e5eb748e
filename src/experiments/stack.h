// What goes wrong in deep stacks of self-attention: six claims, each an experiment.
#pragma once

#include "experiments/stack_attention.h"
#include "experiments/stack_cost.h"
#include "experiments/stack_data.h"
#include "experiments/stack_depth.h"
#include "experiments/stack_encodings.h"
#include "experiments/stack_start.h"

#include <array>
#include <cstdint>
#include <functional>

inline constexpr std::array<Experiment, 6> kExperiments = {{
    {"cost", stack_cost::kClaim, stack_cost::cells, stack_cost::tables, stack_cost::pictures,
     stack_cost::finding},
    {"start", stack_start::kClaim, stack_start::cells, stack_start::tables, stack_start::pictures,
     stack_start::finding},
    {"depth", stack_depth::kClaim, stack_depth::cells, stack_depth::tables, stack_depth::pictures,
     stack_depth::finding},
    {"encodings", stack_encodings::kClaim, stack_encodings::cells, stack_encodings::tables,
     stack_encodings::pictures, stack_encodings::finding},
    {"data", stack_data::kClaim, stack_data::cells, stack_data::tables, stack_data::pictures,
     stack_data::finding},
    {"attention", stack_attention::kClaim, stack_attention::cells, stack_attention::tables,
     stack_attention::pictures, stack_attention::finding},
}};

// The experiment of that name; nullptr where there is none.
const Experiment* find_experiment(const std::string& name);

// A cell with one seed.
struct CellRun {
  const Experiment* experiment;
  Cell cell;
  std::uint64_t seed;

  // How long it takes, in steps of one layer, about.
  std::uint64_t work() const;
};

// Each cell of the experiments with each of the seeds: all cells with the first, then with the
// next. A cell without draws has the first alone.
std::vector<CellRun> runs_of(const std::vector<const Experiment*>& experiments,
                             const std::vector<std::uint64_t>& seeds, StackSize size);

// Makes the runs, `jobs` at a time. `finished` is called by one thread at a time, in no fixed
// order.
void make_runs(const std::vector<CellRun>& runs, std::size_t jobs,
               const std::function<void(const CellRun& run, const Measurements& made)>& finished,
               const Stopped& stopped);
