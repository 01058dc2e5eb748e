// What belongs to positions, as pictures of plain characters of at most 80 columns. Where there are
// more positions than rows, some of them, evenly spread.
#pragma once

#include "core/tensor.h"

#include <string>
#include <vector>

// A line for each position: what its embedding stands for, and both on an axis from the first
// position to the last. `ruler` is not empty.
std::string ruler_chart(const std::vector<double>& ruler);

// The cosine similarity of the vectors (L, D) of each two positions, as two equal characters from
// blank (-1 to 0) to @ (1): the lighter, the less alike.
std::string similarity_chart(const Tensor& vectors);

// A bar for each position, as long as the distance. There is at least one.
std::string distance_chart(const std::vector<double>& distances);
