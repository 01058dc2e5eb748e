// The report: one HTML page that needs nothing but itself.
#pragma once

#include "report/captions.h"

#include <string>
#include <vector>

// The page of a run; `command` makes it again. The same run gives the same bytes
// on every machine.
std::string report_page(const RunSeen& run, const std::string& command);

// Its numbers as JSON, for its script: to five significant digits, but for the losses, which are
// exact.
std::string page_data(const RunSeen& run, const std::vector<Captions>& captions);
