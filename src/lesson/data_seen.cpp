#include "core/strict_float.h"

#include "lesson/data_seen.h"

#include "training/evaluation.h"

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
