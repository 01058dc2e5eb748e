// What `stack` prints, text of at most 80 columns or JSON, and its page.
#pragma once

#include "experiments/stack.h"

#include <functional>
#include <string>
#include <vector>

// Claim, tables, and how any configuration is trained again; `is_whole`: also the finding and the
// verdict.
std::string stack_text(const Runs& stack, bool is_whole);

// All of it, the series of every configuration too.
std::string stack_json(const std::vector<Runs>& all);

Spread spread_of(const TableEntry& entry, const Results& results);
// Mean and deviation: 0.0183+-0.002, with a star where runs diverged and are left out.
std::string spread_text(const Spread& spread);
// The heads, then a line for each row.
std::vector<std::vector<std::string>> lines_of(const StackTable& table, const Results& results);

// How every configuration that was trained is trained again, a line for each.
std::string commands_text(const std::vector<Configuration>& configurations);

// "holds when ..."
std::string verdict_text(const Finding& finding);

// The page: of each experiment its claim, verdict, finding, pictures and tables. `command` made it.
// A stack of which runs are missing gets no finding.
std::string stack_page(const std::vector<Runs>& stacks,
                       const std::function<bool(const Runs&)>& is_whole,
                       const std::string& command);
