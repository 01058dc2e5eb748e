// The spread of a sweep's losses as text of at most 80 columns.
#pragma once

#include "experiments/sweep.h"
#include "training/settings.h"

#include <string>

// A row for each epoch; with the notebook's settings, its published loss and the share of runs
// below it, and a sentence on how the published curve lies among them.
std::string sweep_table(const Runs& runs, const Settings& settings);
