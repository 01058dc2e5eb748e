// Statistics of a handful of results.
#pragma once

#include <vector>

// The arithmetic mean; NaN of none.
double mean(const std::vector<double>& values);

// The sample standard deviation, sqrt(1/(n - 1) sum of (x - mean)^2); 0 of a single value.
double standard_deviation(const std::vector<double>& values);
