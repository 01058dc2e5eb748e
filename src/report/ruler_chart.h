// The ruler as a picture of plain characters, at most 80 columns wide.
#pragma once

#include <string>
#include <vector>

// A line for each position (20 of them, evenly spread, where there are more): the position,
// what its embedding stands for, and both on an axis from the first position to the last.
// `ruler` is not empty.
std::string ruler_chart(const std::vector<double>& ruler);
