#include "core/strict_float.h"

#include "lesson/data_seen.h"

#include "training/evaluation.h"

#include <algorithm>
#include <cmath>

DataSeen data_seen(const Sequences& data, std::size_t positions, std::size_t tokens) {
  DataSeen seen;
  seen.position_counts.resize(positions);
  seen.token_means.resize(tokens);
  seen.unexplained = unexplained_variance(data);
  std::vector<double> counts(tokens);
  for (std::size_t s = 0; s < data.count(); ++s) {
    for (std::size_t i = 0; i < data.length(s); ++i) {
      const auto token = static_cast<std::size_t>(data.sequence(s)[i]);
      ++seen.position_counts[i];
      counts[token] += 1;
      seen.token_means[token] += static_cast<double>(i);
    }
  }
  for (std::size_t t = 0; t < tokens; ++t) seen.token_means[t] /= counts[t];
  return seen;
}

double mean_position(const DataSeen& seen) {
  double sum = 0;
  double places = 0;
  for (std::size_t i = 0; i < seen.position_counts.size(); ++i) {
    const auto count = static_cast<double>(seen.position_counts[i]);
    sum += static_cast<double>(i) * count;
    places += count;
  }
  return sum / places;
}

std::size_t unnamed_positions(const DataSeen& seen) {
  return static_cast<std::size_t>(
      std::count(seen.position_counts.begin(), seen.position_counts.end(), 0U));
}

std::size_t unnamed_tokens(const DataSeen& seen) {
  return static_cast<std::size_t>(std::count_if(seen.token_means.begin(), seen.token_means.end(),
                                                [](double mean) { return std::isnan(mean); }));
}
