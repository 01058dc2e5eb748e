// The numbers of a run as JSON, for the page's script.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <string>

// To five significant digits, but for the losses, which are exact.
std::string page_data(const Snapshots& snapshots, const Settings& settings,
                      const Projection& projection);
