// The report of gradient checks, apart from the checks themselves.
#pragma once

#include "cli/console.h"
#include "training/gradcheck.h"

#include <vector>

// Prints a line for each check and the verdict; returns the exit status.
int report_gradients(const std::vector<GradientCheck>& checks, const Console& console);
