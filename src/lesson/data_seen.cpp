#include "core/strict_float.h"

#include "lesson/data_seen.h"

#include "training/evaluation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

DataSeen data_seen(const Sequences& data, std::size_t positions, std::size_t tokens) {
  DataSeen seen;
  seen.position_counts.resize(positions);
  seen.token_means.resize(tokens);
  seen.unexplained = unexplained_variance(data);
  seen.token_counts.resize(tokens);
  for (std::size_t s = 0; s < data.count(); ++s) {
    for (std::size_t i = 0; i < data.length(s); ++i) {
      const auto token = static_cast<std::size_t>(data.sequence(s)[i]);
      ++seen.position_counts[i];
      ++seen.token_counts[token];
      seen.token_means[token] += static_cast<double>(i);
    }
  }
  for (std::size_t t = 0; t < tokens; ++t) {
    seen.token_means[t] /= static_cast<double>(seen.token_counts[t]);
  }
  return seen;
}

OverPlaces over_places(const std::vector<std::size_t>& counts, const std::vector<double>& values) {
  double places = 0;
  double sum = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    places += static_cast<double>(counts[k]);
    sum += static_cast<double>(counts[k]) * values[k];
  }
  const double mean = sum / places;
  double squares = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    squares += static_cast<double>(counts[k]) * (values[k] - mean) * (values[k] - mean);
  }
  return {mean, std::sqrt(squares / places)};
}

OverPlaces positions_over_places(const DataSeen& seen) {
  std::vector<double> positions(seen.position_counts.size());
  std::iota(positions.begin(), positions.end(), 0.0);
  return over_places(seen.position_counts, positions);
}

std::size_t unnamed_positions(const DataSeen& seen) {
  return static_cast<std::size_t>(
      std::count(seen.position_counts.begin(), seen.position_counts.end(), 0U));
}

std::size_t unnamed_tokens(const DataSeen& seen) {
  return static_cast<std::size_t>(std::count_if(seen.token_means.begin(), seen.token_means.end(),
                                                [](double mean) { return std::isnan(mean); }));
}
