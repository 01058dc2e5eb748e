#include "core/strict_float.h"

#include "experiments/bench.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "core/workers.h"
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

int bench(const Given& given, const Console& console) {
  const bool json = given.has("--json");
  const auto count = [&](const char* option) { return given.values.count(option); };
  const bool is_own =
      given.values.size() > count("--rounds") + count("--json") + count("--threads");
  const auto all =
      is_own ? std::vector<BenchSettings>{{"given", settings_in(given)}} : bench_settings();
  const auto rounds = static_cast<std::size_t>(given.number("--rounds", 11));
  std::ostream& out = console.out;
  std::vector<BenchResult> results;
  for (const BenchSettings& one : all) {  // from small to large, for the peak of memory
    require_possible(one.settings);
    BenchResult result = {one.name, one.settings, time_steps(one.settings, rounds, 0.02), {}, {}};
    result.peak_bytes = peak_memory();
    const std::size_t most = possible_threads(given, one.settings);
    for (std::size_t threads = 2; threads <= most; ++threads) {
      const Workers workers(threads);
      result.shared.push_back(time_steps(one.settings, rounds, 0.02).step);
    }
    results.push_back(result);
  }
  for (BenchResult& result : results) {
    result.limits = measure_limits(result.timings.weights, rounds);
  }
  const Rates rates = measure_rates(rounds);
  for (BenchResult& result : results) {
    result.products = result.timings.multiply_adds / rates.multiply_adds;
  }
  std::vector<Growth> growth;
  if (!is_own) growth = measure_growth(rounds, 0.005);
  if (json) {
    out << bench_json(results, rates, growth);
    return kDone;
  }
  for (const BenchResult& result : results) out << bench_table(result) << "\n";
  out << rates_table(rates);
  if (!is_own) out << "\n" << growth_table(growth);
  return kDone;
}

}  // namespace

Command bench_command() {
  const Options sizes = settings_options({"epochs", "shuffle", "lr", "beta1", "beta2", "eps",
                                          "warmup", "decay", "clip", "weight-decay"});
  const Options own = {
      option::whole_number("--rounds", 1, 1000, "of which the median is shown (11)"),
      threads_option(), option::flag("--json", "all of it as JSON, for programs")};
  return {"bench", "times a step, part by part, against this machine's limits",
          "Times a training step, part by part, against what this machine can do at best: for the\n"
          "notebook's settings and two larger ones, and how it grows; or for the sizes given.",
          option::all_of({sizes, own}), bench};
}
