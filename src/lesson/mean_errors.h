// The mean of |predicted - target|, at each position and over all places.
#pragma once

#include "core/strict_float.h"

#include <cmath>
#include <cstddef>
#include <vector>

class MeanErrors {
 public:
  explicit MeanErrors(std::size_t positions = 0) : sums_(positions), counts_(positions) {}

  void add(std::size_t position, double error) {
    sums_[position] += std::abs(error);
    counts_[position] += 1;
  }

  // NaN at a position without places.
  double at(std::size_t position) const { return sums_[position] / counts_[position]; }
  double places(std::size_t position) const { return counts_[position]; }
  double of_all() const {
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      sum += sums_[i];
      count += counts_[i];
    }
    return sum / count;
  }

 private:
  std::vector<double> sums_;
  std::vector<double> counts_;
};
