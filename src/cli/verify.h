// The check of recorded runs, apart from the runs themselves.
#pragma once

#include "cli/console.h"
#include "training/recorded_runs.h"

#include <vector>

// Trains each run and compares. Prints a line a run and the verdict; returns the exit status.
int verify_runs(const std::vector<RecordedRun>& runs, const Console& console);
