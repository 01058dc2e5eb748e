// The report: one HTML page that needs nothing but itself.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <cstddef>
#include <string>

// The page of a run of so many steps; `command` makes it again. The same run gives the same bytes
// on every machine.
std::string report_page(const Snapshots& snapshots, const Settings& settings,
                        const std::string& command, std::size_t steps);
