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

// The two directions along which the rows of a table differ most (Pearson 1901).
struct PrincipalComponents {
  std::vector<double> center;               // the mean row
  std::array<std::vector<double>, 2> axes;  // of length 1, or 0 where the rows differ no more
  std::array<double, 2> explained;          // each axis's share of the rows' variance

  // The coordinates of a row along both axes.
  std::array<double, 2> project(const float* row) const;
};

// table (R, D), of few rows: the eigenvectors of the (R, R) matrix of their inner products, found
// by Jacobi's rotations, give those of the (D, D) covariance. An axis points where the last row
// lies, so that it does not turn round by chance.
PrincipalComponents principal_components(const Tensor& table);
