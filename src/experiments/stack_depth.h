// Does a deeper stack train? By where the norm stands, with and without warm-up and skip
// connections (Xiong et al. 2020).
#pragma once

#include "experiments/stack_table.h"

namespace stack_depth {

constexpr const char* kClaim = "The deeper a stack of attention layers, the harder it is to train.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

}  // namespace stack_depth
