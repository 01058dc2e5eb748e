// What many runs measured, as CSV: a row for each number.
//
//     command,seeds,configuration,seed,quantity,at,value
//     stack depth,0..2,pre: 1 layer,0,loss,1,60.96...
#pragma once

#include "experiments/runs.h"

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

// In the order of the configurations, and of the seeds. Of runs that diverged there is no value.
void write_runs_csv(std::ostream& out, const Runs& runs);

// The runs of a command with those seeds, none of them made. Throws std::runtime_error where there
// is no such command.
using Planned = std::function<Runs(const std::string& command, const std::string& seeds)>;

// Nothing where the file holds no run. Throws std::runtime_error, with `name` and the line, where
// the text is no such file: each run is there once, with each of its numbers once, in order.
std::optional<Runs> read_runs_csv(std::istream& in, const std::string& name,
                                  const Planned& planned);
