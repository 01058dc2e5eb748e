// The means of numbers at each position.
#pragma once

#include "core/strict_float.h"

#include <cstddef>
#include <numeric>
#include <vector>

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
