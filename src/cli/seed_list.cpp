#include "core/strict_float.h"

#include "cli/seed_list.h"

#include "core/decimal.h"

#include <algorithm>
#include <optional>

namespace {

constexpr std::size_t kMostSeeds = 10000000;

// One part between commas: N or A..B.
void append_seeds(std::vector<std::uint64_t>& seeds, const std::string& part,
                  const std::string& list) {
  const std::size_t dots = part.find("..");
  const std::optional<std::uint64_t> first = whole_from_decimal(part.substr(0, dots));
  const std::optional<std::uint64_t> last =
      dots == std::string::npos ? first : whole_from_decimal(part.substr(dots + 2));
  if (!first || !last || *last < *first) {
    throw option::refusal("--seeds", "whole numbers and ranges such as 0..999 or 1,5,10..20", list);
  }
  if (*last - *first >= kMostSeeds - seeds.size()) {
    throw option::refusal("--seeds", "at most " + std::to_string(kMostSeeds) + " seeds", list);
  }
  for (std::uint64_t seed = *first;; ++seed) {
    seeds.push_back(seed);
    if (seed == *last) break;
  }
}

}  // namespace

std::vector<std::uint64_t> seeds_of(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    append_seeds(seeds, text.substr(start, comma - start), text);
    start = comma + 1;
  }
  std::vector<std::uint64_t> sorted = seeds;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    throw option::refusal("--seeds", "each seed once, not " + std::to_string(*twice) + " twice",
                          text);
  }
  return seeds;
}

std::string text_of_seeds(const std::vector<std::uint64_t>& seeds) {
  std::string text;
  for (std::size_t first = 0; first < seeds.size();) {
    std::size_t last = first;
    while (last + 1 < seeds.size() && seeds[last + 1] == seeds[last] + 1) ++last;
    text += (text.empty() ? "" : ",") + std::to_string(seeds[first]);
    if (last > first) text += (last == first + 1 ? "," : "..") + std::to_string(seeds[last]);
    first = last + 1;
  }
  return text;
}

Option seed_list(std::vector<std::uint64_t>& target, const std::string& by_default) {
  target = seeds_of(by_default);
  return {"--seeds", "LIST", "seeds, such as 0..999 or 1,5,10..20 (" + by_default + ")",
          [&target](const std::string& given) { target = seeds_of(given); }};
}
