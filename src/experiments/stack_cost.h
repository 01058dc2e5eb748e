// What a layer of self-attention costs: multiply-adds and memory, counted; time, measured.
#pragma once

#include "experiments/stack_table.h"

namespace stack_cost {

constexpr const char* kClaim =
    "A layer costs time and memory that grow with the square of the length.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

// The multiply-adds of a forward pass over one sequence of `length` places: of all products with
// weights, which grow with the length, and of those of queries with keys and shares with values,
// which grow with its square.
struct MultiplyAdds {
  double linear = 0;
  double square = 0;
  double all() const { return linear + square; }
};
MultiplyAdds multiply_adds(const Model<float>& model, std::size_t length);

}  // namespace stack_cost
