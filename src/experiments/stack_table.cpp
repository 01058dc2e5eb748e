#include "core/strict_float.h"

#include "experiments/stack_table.h"

#include "core/decimal.h"

#include <numeric>

bool clearly_above(const Spread& a, const Spread& b) {
  return a.mean > 1.5 * b.mean && a.mean - b.mean > a.deviation + b.deviation;
}

std::string three_digits(double value) { return to_significant(value, 3); }

std::string layers_text(std::size_t layers) {
  return std::to_string(layers) + (layers == 1 ? " layer" : " layers");
}

StackCurve curve_at(const std::string& name, const std::string& cell, const std::string& quantity,
                    const std::vector<std::size_t>& places) {
  StackCurve curve = {name, {}};
  for (const std::size_t place : places) {
    const auto at = static_cast<double>(place);
    curve.points.push_back({at, {cell, quantity, at}});
  }
  return curve;
}

std::vector<std::size_t> doubling(std::size_t first, std::size_t most) {
  std::vector<std::size_t> all;
  for (; first <= most; first *= 2) all.push_back(first);
  return all;
}

std::vector<std::size_t> counting(std::size_t first, std::size_t last) {
  std::vector<std::size_t> all(last + 1 - first);
  std::iota(all.begin(), all.end(), first);
  return all;
}
