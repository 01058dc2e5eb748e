// The comparison of encodings as text of at most 80 columns.
#pragma once

#include "experiments/sweep.h"

#include <string>

// A row for each encoding, at its best rate, with mean and standard deviation over the seeds, and
// what the encoding is. Of runs that are all made.
std::string comparison_table(const Runs& runs);
