#include "core/strict_float.h"

#include "experiments/stack_results.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

Spread spread_of_values(const std::vector<double>& values) {
  std::vector<double> finite;
  for (const double value : values) {
    if (std::isfinite(value)) finite.push_back(value);
  }
  return {statistics::mean(finite), statistics::standard_deviation(finite), finite.size(),
          values.size() - finite.size()};
}

}  // namespace

void StackResults::add(const std::string& cell, std::uint64_t seed, Measurements measurements) {
  cells_[cell][seed] = std::move(measurements);
}

bool StackResults::has(const std::string& cell, std::uint64_t seed) const {
  const auto found = cells_.find(cell);
  return found != cells_.end() && found->second.count(seed) != 0;
}

Spread StackResults::spread(const std::string& cell, const std::string& quantity, double at) const {
  std::vector<double> values;
  const auto found = cells_.find(cell);
  if (found == cells_.end()) return spread_of_values(values);
  for (const auto& [seed, measurements] : found->second) {
    for (const Measured& measured : measurements) {
      if (measured.quantity == quantity && measured.at == at) values.push_back(measured.value);
    }
  }
  return spread_of_values(values);
}

double StackResults::mean(const std::string& cell, const std::string& quantity, double at) const {
  return spread(cell, quantity, at).mean;
}

Series StackResults::series(const std::string& cell, const std::string& quantity) const {
  Series series;
  const auto found = cells_.find(cell);
  if (found == cells_.end()) return series;
  std::map<double, std::vector<double>> values;
  for (const auto& [seed, measurements] : found->second) {
    for (const Measured& measured : measurements) {
      if (measured.quantity != quantity) continue;
      std::vector<double>& here = values[measured.at];
      if (here.empty()) series.at.push_back(measured.at);
      here.push_back(measured.value);
    }
  }
  for (const double at : series.at) series.values.push_back(spread_of_values(values[at]));
  return series;
}

std::vector<std::string> StackResults::quantities(const std::string& cell) const {
  std::vector<std::string> names;
  const auto found = cells_.find(cell);
  if (found == cells_.end() || found->second.empty()) return names;
  for (const Measured& measured : found->second.begin()->second) {
    if (std::find(names.begin(), names.end(), measured.quantity) == names.end()) {
      names.push_back(measured.quantity);
    }
  }
  return names;
}
