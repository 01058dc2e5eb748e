// How alike the places of a stack have become.
#pragma once

#include "core/tensor.h"

#include <cstddef>

// How far the rows from `first` on, `length` of them, are from being all alike: |x - mean| / |x|
// (Frobenius), the mean over the rows; 0 of nothing but zeros.
double distance_from_rank_one(const TensorOf<double>& x, std::size_t first, std::size_t length);
// The mean cosine between two of those rows; a row of zeros is like any other.
double mean_cosine(const TensorOf<double>& x, std::size_t first, std::size_t length);
