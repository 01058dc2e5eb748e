// How alike the rows of tables are.
#pragma once

#include "core/tensor.h"

#include <vector>

// The cosine similarity of rows i and j of a table, at place i * rows + j; 0 where a row is zero.
std::vector<double> similarities(const Tensor& table);

// The Euclidean distance of each row from the same row of another table of that shape.
std::vector<double> distances(const Tensor& a, const Tensor& b);
