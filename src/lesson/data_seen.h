// What there is to learn in the data of a run, and means over its places.
#pragma once

#include "core/strict_float.h"

#include "data/sequences.h"

#include <cstddef>
#include <numeric>
#include <vector>

struct DataSeen {
  std::vector<std::size_t> position_counts;  // how often an epoch trains each position
  std::vector<std::size_t> token_counts;     // and each token
  // The mean position of each token's places; NaN of a token that the data does not name.
  std::vector<double> token_means;
  // What is left of the variance of the positions when the mean position of each token is known.
  double unexplained = 0;
};

// Of values[k] of each k that occurs counts[k] times.
struct OverPlaces {
  double mean = 0;
  double spread = 0;  // the standard deviation
};
OverPlaces over_places(const std::vector<std::size_t>& counts, const std::vector<double>& values);
// Of the positions.
OverPlaces positions_over_places(const DataSeen& seen);

// How many positions, and how many tokens, the data does not name.
std::size_t unnamed_positions(const DataSeen& seen);
std::size_t unnamed_tokens(const DataSeen& seen);

DataSeen data_seen(const Sequences& data, std::size_t positions, std::size_t tokens);

// The means of numbers at each position.
class PositionMeans {
 public:
  explicit PositionMeans(std::size_t positions = 0) : sums_(positions), counts_(positions) {}

  void add(std::size_t position, double number) {
    sums_[position] += number;
    counts_[position] += 1;
  }

  // NaN at a position without places.
  double at(std::size_t position) const { return sums_[position] / counts_[position]; }
  double places(std::size_t position) const { return counts_[position]; }
  double of_all() const {
    return std::accumulate(sums_.begin(), sums_.end(), 0.0) /
           std::accumulate(counts_.begin(), counts_.end(), 0.0);
  }

 private:
  std::vector<double> sums_;
  std::vector<double> counts_;
};
