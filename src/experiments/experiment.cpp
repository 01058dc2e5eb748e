#include "core/strict_float.h"

#include "experiments/experiment.h"

#include "core/decimal.h"

std::vector<double> Quantity::places() const {
  std::vector<double> all;
  if (first <= last) all.push_back(first);
  while (!all.empty() && next(all.back()) <= last) all.push_back(next(all.back()));
  return all;
}

bool clearly_above(const Spread& a, const Spread& b) {
  return a.mean > 1.5 * b.mean && a.mean - b.mean > a.deviation + b.deviation;
}

std::string three_digits(double value) { return to_significant(value, 3); }

std::string layers_text(std::size_t layers) {
  return std::to_string(layers) + (layers == 1 ? " layer" : " layers");
}
