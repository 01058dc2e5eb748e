#include "core/strict_float.h"

#include "cli/shard.h"

#include "core/decimal.h"

#include <algorithm>
#include <thread>

Option shard_option(Shard& target, const std::string& help) {
  return {"--shard", "I/N", help, [&target](const std::string& text) {
            const std::size_t slash = text.find('/');
            const auto i = whole_from_decimal(text.substr(0, slash));
            const auto n =
                whole_from_decimal(slash == std::string::npos ? "" : text.substr(slash + 1));
            if (!i || !n || *i < 1 || *i > *n) {
              throw option::refusal("--shard", "I/N with I from 1 to N, such as 1/3", text);
            }
            target = {*i, *n};
          }};
}

Option jobs_option(std::uint64_t& target) {
  target = std::max(1U, std::thread::hardware_concurrency());
  Option jobs = option::whole_number("--jobs", target, 1, 4096, "");
  jobs.help =
      "runs at a time (one per processor)";  // not their number: the man page is made elsewhere
  return jobs;
}

void check_merge(const std::vector<std::string>& files, const std::set<std::string>& given,
                 const std::set<std::string>& with_merge) {
  if (files.empty()) {
    throw UsageError("--merge expects the files of the shards: --merge FILE...");
  }
  for (const std::string& option : given) {
    if (with_merge.count(option) != 0) continue;
    throw UsageError("--merge takes its runs from the files: expected no " + option);
  }
}
