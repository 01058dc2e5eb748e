// Is a fixed encoding enough for a deep stack, and what does each encoding carry beyond the length
// that it was trained on (Press et al. 2022, Kazemnejad et al. 2023)?
#pragma once

#include "experiments/stack_table.h"

namespace stack_encodings {

constexpr const char* kClaim = "A fixed encoding is not enough as depth grows.";

std::vector<Cell> cells(StackSize size);
std::vector<StackTable> tables(StackSize size);
StackPictures pictures(StackSize size);
Finding finding(const StackResults& results, StackSize size);

}  // namespace stack_encodings
