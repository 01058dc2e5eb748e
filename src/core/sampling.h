// Which rows to show where there are too many to show all.
#pragma once

#include <cstddef>
#include <vector>

// All of 0 to count - 1, or `most` of them, evenly spread, the first and the last included.
std::vector<std::size_t> evenly_spread(std::size_t count, std::size_t most);
