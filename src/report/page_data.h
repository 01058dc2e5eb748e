// The numbers of a run as JSON, for the page's script.
#pragma once

#include "training/config.h"
#include "training/history.h"

#include <string>

// To five significant digits, but for the losses, which are exact.
std::string page_data(const History& history, const Config& config);
