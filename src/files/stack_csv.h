// What an experiment on stacks measured, as CSV: a row for each number.
//
//     # experiment=depth size=full seeds=0..2 rows=2650
//     cell,seed,quantity,at,value
//     pre: 1 layer,0,loss,1,60.96...
#pragma once

#include "experiments/stack.h"

#include <istream>
#include <ostream>
#include <string>

struct StackCsv {
  const Experiment* experiment = nullptr;
  StackSize size = StackSize::kFull;
  std::string seeds;     // all of the experiment, of which the file may hold some; without blanks
  StackResults results;  // of cells of the experiment
};

// In the order of the experiment's cells, and of the seeds.
void write_stack_csv(std::ostream& out, const StackCsv& stack);

// Throws std::runtime_error, with `name` and the line, where the text is no such file: cut, unknown
// cells, a run in two places, what is no number.
StackCsv read_stack_csv(std::istream& in, const std::string& name);
