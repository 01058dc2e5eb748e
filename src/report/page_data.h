// The numbers of a run as JSON, for the page's script.
#pragma once

#include "report/captions.h"

#include <string>
#include <vector>

// To five significant digits, but for the losses, which are exact.
std::string page_data(const Snapshots& snapshots, const Settings& settings,
                      const Projection& projection, const std::vector<Captions>& captions);
