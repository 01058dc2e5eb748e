// What a stack learns by heart where there are few sequences.
#pragma once

#include "experiments/stack_table.h"

namespace stack_data {

constexpr const char* kClaim = "With little data, deep stacks overfit.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

}  // namespace stack_data
