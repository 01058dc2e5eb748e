// The spread of a sweep's losses as a picture: one SVG file that needs nothing but itself.
#pragma once

#include "experiments/sweep.h"
#include "training/settings.h"

#include <string>

// The bands from minimum to maximum and from the 5th to the 95th percentile, the median, and the
// published curve where the settings are the notebook's. `runs` holds one that did not diverge.
std::string fan_chart(const Runs& runs, const Settings& settings);
