#include "core/strict_float.h"

#include "experiments/bench.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "report/bench_table.h"

#if defined(__linux__)
#include <sys/resource.h>
#endif

namespace {

// The most memory that the process has used, in bytes; 0 where the system does not tell.
double peak_memory() {
#if defined(__linux__)
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) return 1024.0 * static_cast<double>(usage.ru_maxrss);
#endif
  return 0;
}

}  // namespace

int bench_command(const Arguments& arguments, const Console& console) {
  Settings settings = bench_settings().front().settings;
  bool json = false;
  std::uint64_t rounds = 11;
  std::vector<Option> options =
      settings_options(settings, {"epochs", "shuffle", "lr", "beta1", "beta2", "eps", "warmup"});
  options.push_back(
      option::whole_number("--rounds", rounds, 1, 1000, "of which the median is shown"));
  options.push_back(option::flag("--json", json, "all of it as JSON, for programs"));
  const auto given = parse_options(
      "bench",
      "Times a training step, part by part, against what this machine can do at best: for the\n"
      "notebook's settings and two larger ones, and how it grows; or for the sizes given.",
      options, arguments, console);
  if (!given) return kDone;

  std::set<std::string> sizes = *given;
  sizes.erase("--rounds");
  sizes.erase("--json");
  const bool own = !sizes.empty();
  std::vector<BenchSettings> all;
  if (own) {
    all.push_back({"given", settings});
  } else {
    all = bench_settings();
  }
  const auto count = static_cast<std::size_t>(rounds);
  std::vector<BenchResult> results;
  for (const BenchSettings& one : all) {  // from small to large, for the peak of memory
    require_possible(one.settings);
    BenchResult result;
    result.name = one.name;
    result.settings = one.settings;
    result.timings = time_steps(one.settings, count, 0.02);
    result.peak_bytes = peak_memory();
    results.push_back(result);
  }
  for (BenchResult& result : results) result.limits = measure_limits(result.timings.weights, count);
  const Rates rates = measure_rates(count);
  for (BenchResult& result : results) {
    result.products = result.timings.multiply_adds / rates.multiply_adds;
  }
  std::vector<Growth> growth;
  if (!own) growth = measure_growth(count, 0.005);
  if (json) {
    console.out << bench_json(results, rates, growth);
    return kDone;
  }
  for (const BenchResult& result : results) console.out << bench_table(result) << "\n";
  console.out << rates_table(rates);
  if (!own) console.out << "\n" << growth_table(growth);
  return kDone;
}
