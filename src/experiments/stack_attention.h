// Does attention say why a stack answers as it does? The answer depends on the token before alone,
// so the true reason is known.
#pragma once

#include "experiments/stack_table.h"

namespace stack_attention {

constexpr const char* kClaim = "The deeper the stack, the harder it is to interpret.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

}  // namespace stack_attention
