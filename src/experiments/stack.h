// What goes wrong in deep stacks of self-attention: six claims, each an experiment.
#pragma once

#include "experiments/runs.h"

#include <array>

extern const Experiment kStackCost;
extern const Experiment kStackStart;
extern const Experiment kStackDepth;
extern const Experiment kStackEncodings;
extern const Experiment kStackData;
extern const Experiment kStackAttention;

inline constexpr std::array kExperiments = {
    &kStackCost,       //
    &kStackStart,      //
    &kStackDepth,      //
    &kStackEncodings,  //
    &kStackData,       //
    &kStackAttention,  //
};

// The experiment of that name; nullptr where there is none.
const Experiment* find_experiment(const std::string& name);

// Its runs with each of the seeds, none of them made.
Runs stack_runs(const Experiment& experiment, StackSize size,
                const std::vector<std::uint64_t>& seeds);
