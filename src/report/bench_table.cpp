#include "core/strict_float.h"

#include "report/bench_table.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/text_layout.h"

#include <array>
#include <utility>

namespace {

// 1234.5 with the prefix that leaves one to three digits before the point: 1.23 k.
std::string with_prefix(double value) {
  constexpr std::array<const char*, 5> kPrefixes = {"", "k", "M", "G", "T"};
  std::size_t k = 0;
  for (; value >= 1000 && k + 1 < kPrefixes.size(); ++k) value /= 1000;
  return to_significant(value, 3) + " " + kPrefixes.at(k);
}

std::string microseconds(double seconds) { return to_fixed(1e6 * seconds, 2); }

std::vector<std::pair<const char*, const Timing*>> parts_of(const StepTimings& timings) {
  return {{"batch", &timings.batch},       {"forward", &timings.forward}, {"loss", &timings.loss},
          {"backward", &timings.backward}, {"Adam", &timings.adam},       {"step", &timings.step}};
}

json::Member field(const char* name, double value) { return {name, json::number(value, 6)}; }

std::string numbers_of(const std::vector<double>& values) {
  return json::array(values, [](double value) { return json::number(value, 6); });
}

std::string result_json(const BenchResult& result) {
  std::vector<json::Member> members = {{"name", json::quoted(result.name)}};
  for (const auto& [name, timing] : parts_of(result.timings)) {
    members.push_back(
        {name, json::object({field("seconds", timing->median), field("spread", timing->spread)})});
  }
  members.insert(members.end(), {field("tokens", result.timings.tokens),
                                 field("weights", static_cast<double>(result.timings.weights)),
                                 field("bytes", static_cast<double>(result.timings.bytes)),
                                 field("multiply_adds", result.timings.multiply_adds),
                                 field("peak_bytes", result.peak_bytes),
                                 field("memory_limit", result.limits.memory.median),
                                 field("arithmetic_limit", result.limits.arithmetic.median)});
  std::vector<double> shared;
  for (const Timing& timing : result.shared) shared.push_back(timing.median);
  members.push_back({"shared", numbers_of(shared)});
  return json::object(members);
}

std::string growth_json(const Growth& one) {
  return json::object({{"size", json::quoted(one.size)},
                       {"sizes", numbers_of(one.sizes)},
                       {"seconds", numbers_of(one.seconds)},
                       field("exponent", one.exponent)});
}

}  // namespace

std::string bench_table(const BenchResult& result) {
  const StepTimings& timings = result.timings;
  const double step = timings.step.median;
  std::string table = result.name + ": vocab-size " + std::to_string(result.settings.vocab_size) +
                      ", max-seq-len " + std::to_string(result.settings.max_seq_len) +
                      ", d-model " + std::to_string(result.settings.d_model) + ", batch-size " +
                      std::to_string(result.settings.batch_size) + "\n";
  for (const auto& [name, timing] : parts_of(timings)) {
    table += "  " + left_aligned(name, 10) + right_aligned(microseconds(timing->median), 12) +
             " us" + right_aligned(to_fixed(100 * timing->median / step, 1), 8) + " %   +- " +
             to_fixed(50 * timing->spread, 1) + " %\n";
  }
  table += "  limit: " + microseconds(result.limits.memory.median) + " us to go over " +
           with_prefix(12.0 * static_cast<double>(timings.weights)) + "B in place, " +
           microseconds(result.limits.arithmetic.median) + " us for the roots;\n  the step takes " +
           to_fixed(step / result.limits.step(), 2) + " times the longer of both\n  " +
           with_prefix(timings.tokens / step) + "tokens/s, " +
           with_prefix(static_cast<double>(timings.weights) / step) + "weights/s\n  " +
           with_prefix(static_cast<double>(timings.bytes)) +
           "B of weights, both Adam states and data";
  if (result.products > 0) {
    table += ";\n  matrix products: " + with_prefix(timings.multiply_adds) +
             "multiply-adds, at this machine's rate " + to_fixed(100 * result.products / step, 0) +
             " % of the step";
  }
  if (result.peak_bytes > 0) {
    table += ";\n  the process used " + with_prefix(result.peak_bytes) + "B, " +
             to_fixed(result.peak_bytes / static_cast<double>(timings.bytes), 2) + " times that";
  }
  for (std::size_t k = 0; k < result.shared.size(); ++k) {
    const double shared = result.shared[k].median;
    table += (k == 0 ? ";\n  " : "\n  ") + std::to_string(k + 2) +
             " threads: " + microseconds(shared) + " us, " + to_fixed(step / shared, 2) +
             " times as fast";
  }
  return table + "\n";
}

std::string rates_table(const Rates& rates) {
  return "this machine: copies " + with_prefix(rates.copied_bytes) + "B/s; from registers " +
         with_prefix(rates.multiply_adds) + "multiply-adds/s and\n" + with_prefix(rates.roots) +
         "square roots with a division/s\n";
}

std::string growth_table(const std::vector<Growth>& growth) {
  std::string table = "growth of a step, all other sizes as in the middle settings\n";
  for (const Growth& one : growth) {
    table += "  " + left_aligned(one.size, 12);
    for (std::size_t i = 0; i < one.sizes.size(); ++i) {
      table += right_aligned(to_fixed(one.sizes[i], 0), 6) + ":" +
               right_aligned(to_fixed(1e6 * one.seconds[i], 1), 8);
    }
    table += "  exponent " + to_fixed(one.exponent, 2) + "\n";
  }
  return table;
}

std::string bench_json(const std::vector<BenchResult>& results, const Rates& rates,
                       const std::vector<Growth>& growth) {
  return json::object({{"settings", json::array(results, result_json, ",\n")},
                       {"rates",
                        json::object({field("copied_bytes", rates.copied_bytes),
                                      field("multiply_adds", rates.multiply_adds),
                                      field("roots", rates.roots)}),
                        json::kOnNewLine},
                       {"growth", json::array(growth, growth_json, ",\n"), json::kOnNewLine}}) +
         "\n";
}
