#include "core/strict_float.h"

#include "experiments/results.h"

#include "core/statistics.h"

#include <cmath>
#include <utility>

void Results::add(const std::string& configuration, std::uint64_t seed, Measurements measurements) {
  configurations_[configuration][seed] = std::move(measurements);
}

bool Results::has(const std::string& configuration, std::uint64_t seed) const {
  return of(configuration).count(seed) != 0;
}

const Results::Seeds& Results::of(const std::string& configuration) const {
  static const Seeds kNone;
  const auto found = configurations_.find(configuration);
  return found == configurations_.end() ? kNone : found->second;
}

std::vector<double> Results::values(const std::string& configuration, const std::string& quantity,
                                    double at) const {
  std::vector<double> values;
  for (const auto& [seed, measurements] : of(configuration)) {
    for (const Measured& measured : measurements) {
      if (measured.at == at && measured.quantity == quantity) values.push_back(measured.value);
    }
  }
  return values;
}

Spread Results::spread(const std::string& configuration, const std::string& quantity,
                       double at) const {
  const std::vector<double> all = values(configuration, quantity, at);
  std::vector<double> finite;
  for (const double value : all) {
    if (std::isfinite(value)) finite.push_back(value);
  }
  return {statistics::mean(finite), statistics::standard_deviation(finite), finite.size(),
          all.size() - finite.size()};
}

double Results::mean(const std::string& configuration, const std::string& quantity,
                     double at) const {
  return spread(configuration, quantity, at).mean;
}
