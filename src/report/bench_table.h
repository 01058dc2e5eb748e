// Benchmarks as text of at most 80 columns, and as JSON.
#pragma once

#include "experiments/bench.h"

#include <string>
#include <vector>

struct BenchResult {
  std::string name;
  Settings settings;
  StepTimings timings;
  Limits limits;
  std::vector<Timing> shared;  // a step in two threads, three, ...; all else is in one
  double peak_bytes = 0;       // of the process so far; 0 where the system does not tell
  double products = 0;         // seconds of a step's matrix products at the machine's rate
};

std::string bench_table(const BenchResult& result);
std::string rates_table(const Rates& rates);
std::string growth_table(const std::vector<Growth>& growth);

std::string bench_json(const std::vector<BenchResult>& results, const Rates& rates,
                       const std::vector<Growth>& growth);
