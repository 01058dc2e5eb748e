// What `sweep` and `compare` say of their runs: text of at most 80 columns, and a picture, one SVG
// file that needs nothing but itself.
#pragma once

#include "experiments/sweep.h"
#include "training/settings.h"

#include <string>

// A row for each epoch; with the notebook's settings, its published loss and the share of runs
// below it, and a sentence on how the published curve lies among them.
std::string sweep_table(const Losses& runs, const Settings& settings);

// The bands from minimum to maximum and from the 5th to the 95th percentile, the median, and the
// published curve where the settings are the notebook's. `runs` holds one that did not diverge.
std::string fan_chart(const Losses& runs, const Settings& settings);

// {"command":...,"seeds":"0..4","runs":[{"configuration":"learned","seed":0,"measured":{...}},...]}
// of those that are made, and a summary. What is measured is a number, or of a series an array;
// null where the run diverged.
std::string runs_json(const Runs& runs, const char* summary, const std::string& summary_json);
// An object an epoch.
std::string spread_json(const Losses& runs);
// Each encoding at its best rate, with [mean, deviation] of what is measured; null where a run is
// missing.
std::string best_rates_json(const Runs& runs);

// A row for each encoding, at its best rate, with mean and standard deviation over the seeds, and
// what the encoding is. Of runs that are all made.
std::string comparison_table(const Runs& runs);
