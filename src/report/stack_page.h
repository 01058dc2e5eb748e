// The page of the experiments on stacks: of each its claim, verdict, finding, pictures and tables.
#pragma once

#include "experiments/runs.h"

#include <functional>
#include <string>
#include <vector>

// `command` made it. A stack of which runs are missing gets no finding.
std::string stack_page(const std::vector<Runs>& stacks,
                       const std::function<bool(const Runs&)>& is_whole,
                       const std::string& command);
