// The losses of a sweep as CSV: one row for each seed and epoch, in seed order.
//
//     # seeds=0..999 batch-size=32 ... vocab-size=100
//     seed,epoch,loss
//     0,1,61.6174201965332
#pragma once

#include "experiments/sweep.h"

#include <istream>
#include <map>
#include <ostream>
#include <string>

struct SweepCsv {
  // What shapes the runs, without blanks; "seeds" lists all seeds of the sweep, of which the file
  // may hold some.
  std::map<std::string, std::string> settings;
  Runs runs;
};

void write_sweep_csv(std::ostream& out, const SweepCsv& sweep);

// Throws std::runtime_error, with `name` and the line, where the text is no such file: cut, unknown
// settings, rows out of order, missing or doubled, what is no loss. Each seed has the same number
// of epochs.
SweepCsv read_sweep_csv(std::istream& in, const std::string& name);
