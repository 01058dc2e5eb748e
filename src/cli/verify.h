// The check of recorded results, apart from the results themselves.
#pragma once

#include "cli/console.h"
#include "training/recorded_runs.h"

#include <string>
#include <vector>

// Computes the functions' digest, trains each run, and compares. Prints a line for each and the
// verdict; returns the exit status.
int verify(const std::string& functions, const std::vector<RecordedRun>& runs,
           const Console& console);
