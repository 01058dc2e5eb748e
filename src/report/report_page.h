// The report: one HTML page that needs nothing but itself.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

// How the page names the run.
struct RunDescription {
  std::string command;  // that makes the run again
  std::vector<std::pair<std::string, std::string>> settings;
  std::size_t steps = 0;  // that were made
};

// The same run gives the same bytes on every machine.
std::string report_page(const Snapshots& snapshots, const Settings& settings,
                        const RunDescription& run);
