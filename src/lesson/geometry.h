// How the rows of a table lie to each other.
#pragma once

#include "core/tensor.h"

#include <array>
#include <vector>

// table (R, D)  ->  (R, R): the cosine similarity of rows i and j; 0 where a row is zero.
TensorOf<double> similarities(const Tensor& table);

// These rows of a table, as a table of their own.
Tensor rows_of(const Tensor& table, const std::vector<std::size_t>& rows);

// The Euclidean distance of each row from the same row of another table of that shape.
std::vector<double> distances(const Tensor& a, const Tensor& b);

double product(const std::vector<double>& a, const std::vector<double>& b);
double length_of(const std::vector<double>& vector);
// The vector made as long as 1; 0 where it is 0.
std::vector<double> of_length_one(std::vector<double> vector);

// Two directions at right angles, along which the rows of a table are seen.
struct Axes {
  std::vector<double> center;                     // the mean row
  std::array<std::vector<double>, 2> directions;  // of length 1, or 0 where there is none

  // Where a row lies along both, seen from the center.
  std::array<double, 2> project(const float* row) const;
  // A vector that starts nowhere: its parts along both.
  std::array<double, 2> components(const std::vector<double>& vector) const;
};

// table (R, D), of few rows. The first axis is `first` (D), the second the direction in which the
// rows differ most once their parts along the first are taken away: the first principal component
// of what is left (Pearson 1901). It points to where the last row lies, so that it does not turn
// round by chance.
Axes axes_along(const std::vector<double>& first, const Tensor& table);
