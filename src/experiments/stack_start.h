// What is left of the places in a stack that is not trained yet: attention makes all places alike
// (Dong et al. 2021).
#pragma once

#include "core/tensor.h"
#include "experiments/stack_table.h"

namespace stack_start {

constexpr const char* kClaim =
    "Attention upon attention makes all places alike: the position is lost before training begins.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

// How far the rows from `first` on, `length` of them, are from being all alike: |x - mean| / |x|
// (Frobenius), the mean over the rows; 0 of nothing but zeros.
double distance_from_rank_one(const TensorOf<double>& x, std::size_t first, std::size_t length);
// The mean cosine between two of those rows; a row of zeros is like any other.
double mean_cosine(const TensorOf<double>& x, std::size_t first, std::size_t length);

}  // namespace stack_start
