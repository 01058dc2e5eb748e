// A square of numbers as characters, at most 80 columns wide.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

// values[i * size + j] from -1 to 1, each as two equal characters from blank (-1 to 0) to @ (1):
// the lighter, the less alike. Where there are more than 36 rows, 36 of them, evenly spread.
std::string heat_map(const std::vector<double>& values, std::size_t size);
