#include "core/strict_float.h"

#include "report/bench_table.h"

#include "core/decimal.h"

#include <array>
#include <iomanip>
#include <locale>
#include <sstream>
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

std::string number_list(const std::vector<double>& values) {
  std::string list;
  for (const double value : values) list += (list.empty() ? "" : ",") + to_significant(value, 6);
  return "[" + list + "]";
}

std::string field(const char* name, double value) {
  return std::string("\"") + name + "\":" + to_significant(value, 6);
}

}  // namespace

std::string bench_table(const BenchResult& result) {
  const StepTimings& timings = result.timings;
  const double step = timings.step.median;
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << result.name << ": vocab-size " << result.settings.vocab_size << ", max-seq-len "
      << result.settings.max_seq_len << ", d-model " << result.settings.d_model << ", batch-size "
      << result.settings.batch_size << "\n";
  const auto row = [&](const std::string& name, double seconds, double spread) {
    out << "  " << std::left << std::setw(10) << name << std::right << std::setw(12)
        << microseconds(seconds) << " us" << std::setw(8) << to_fixed(100 * seconds / step, 1)
        << " %   +- " << to_fixed(50 * spread, 1) << " %\n";
  };
  for (const auto& [name, timing] : parts_of(timings)) row(name, timing->median, timing->spread);
  out << "  limit: " << microseconds(result.limits.memory.median) << " us to go over "
      << with_prefix(12.0 * static_cast<double>(timings.weights)) << "B in place, "
      << microseconds(result.limits.arithmetic.median) << " us for the roots;\n  the step takes "
      << to_fixed(step / result.limits.step(), 2) << " times the longer of both\n  "
      << with_prefix(timings.tokens / step) << "tokens/s, "
      << with_prefix(static_cast<double>(timings.weights) / step) << "weights/s\n  "
      << with_prefix(static_cast<double>(timings.bytes))
      << "B of weights, both Adam states and data";
  if (result.peak_bytes > 0) {
    out << ";\n  the process used " << with_prefix(result.peak_bytes) << "B, "
        << to_fixed(result.peak_bytes / static_cast<double>(timings.bytes), 2) << " times that";
  }
  out << "\n";
  return out.str();
}

std::string rates_table(const Rates& rates) {
  return "this machine: copies " + with_prefix(rates.copied_bytes) + "B/s; from registers " +
         with_prefix(rates.multiply_adds) + "multiply-adds/s and\n" + with_prefix(rates.roots) +
         "square roots with a division/s\n";
}

std::string growth_table(const std::vector<Growth>& growth) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << "growth of a step, all other sizes as in the middle settings\n";
  for (const Growth& one : growth) {
    out << "  " << std::left << std::setw(12) << one.size << std::right;
    for (std::size_t i = 0; i < one.sizes.size(); ++i) {
      out << std::setw(6) << to_fixed(one.sizes[i], 0) << ":" << std::setw(8)
          << to_fixed(1e6 * one.seconds[i], 1);
    }
    out << "  exponent " << to_fixed(one.exponent, 2) << "\n";
  }
  return out.str();
}

std::string bench_json(const std::vector<BenchResult>& results, const Rates& rates,
                       const std::vector<Growth>& growth) {
  std::string json = "{\"settings\":[";
  for (const BenchResult& result : results) {
    json += std::string(json.back() == '[' ? "" : ",\n") + "{\"name\":\"" + result.name + "\"";
    for (const auto& [name, timing] : parts_of(result.timings)) {
      json += ",\"" + std::string(name) + "\":{" + field("seconds", timing->median) + "," +
              field("spread", timing->spread) + "}";
    }
    json += "," + field("tokens", result.timings.tokens) + "," +
            field("weights", static_cast<double>(result.timings.weights)) + "," +
            field("bytes", static_cast<double>(result.timings.bytes)) + "," +
            field("peak_bytes", result.peak_bytes) + "," +
            field("memory_limit", result.limits.memory.median) + "," +
            field("arithmetic_limit", result.limits.arithmetic.median) + "}";
  }
  json += "],\n\"rates\":{" + field("copied_bytes", rates.copied_bytes) + "," +
          field("multiply_adds", rates.multiply_adds) + "," + field("roots", rates.roots) +
          "},\n\"growth\":[";
  for (const Growth& one : growth) {
    json += std::string(json.back() == '[' ? "" : ",\n") + "{\"size\":\"" + one.size +
            "\",\"sizes\":" + number_list(one.sizes) + ",\"seconds\":" + number_list(one.seconds) +
            "," + field("exponent", one.exponent) + "}";
  }
  return json + "]}\n";
}
