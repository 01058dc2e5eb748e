// What `stack` prints: text of at most 80 columns, or JSON.
#pragma once

#include "files/stack_csv.h"

#include <string>
#include <vector>

// Claim, tables, and how any cell is trained again; `is_whole`: also the finding and the verdict.
std::string stack_text(const StackCsv& stack, bool is_whole);

// All of it, the series of every cell too.
std::string stack_json(const std::vector<StackCsv>& all);

// "holds when ..."
std::string verdict_text(const Finding& finding);
