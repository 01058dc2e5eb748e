// Charts and maps of what an experiment on stacks measured, each as a figure with its table.
#pragma once

#include "report/stack_charts.h"

#include <string>

// `id` is the figure's, of the page.
std::string chart_figure(const std::string& id, const StackPicture& picture,
                         const Results& results);

// Maps side by side; nothing of those that were not measured.
std::string map_figure(const std::string& id, const std::vector<StackMap>& maps,
                       const Results& results);
