// Many seeds as one option: 0..999, or 1,5,10..20.
#pragma once

#include "cli/options.h"

#include <cstdint>
#include <string>
#include <vector>

// The seeds that `text` lists, in its order; A..B includes both ends. Throws UsageError, in the
// name of --seeds, where it is no such list, names a seed twice, or more than ten million.
std::vector<std::uint64_t> seeds_of(const std::string& text);

// The shortest such list of seeds that are in order: 0..4,7.
std::string text_of_seeds(const std::vector<std::uint64_t>& seeds);

// --seeds LIST, kept in `target`, which holds the default's seeds, written `by_default`.
Option seed_list(std::vector<std::uint64_t>& target, const std::string& by_default);
