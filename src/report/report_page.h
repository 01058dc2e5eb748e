// The report: one HTML page that needs nothing but itself.
#pragma once

#include "report/captions.h"

#include <cstddef>
#include <string>
#include <vector>

// The page of a run of so many steps; `command` makes it again. The same run gives the same bytes
// on every machine.
std::string report_page(const Snapshots& snapshots, const Settings& settings,
                        const std::string& command, std::size_t steps);

// Its numbers as JSON, for its script: to five significant digits, but for the losses, which are
// exact.
std::string page_data(const Snapshots& snapshots, const Settings& settings,
                      const Projection& projection, const std::vector<Captions>& captions);
