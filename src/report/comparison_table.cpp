#include "core/strict_float.h"

#include "report/comparison_table.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "core/text_layout.h"

#include <algorithm>
#include <cmath>

namespace {

// Four digits after the point, or one after the first where that would show nothing.
std::string in_digits(double value) {
  return value == 0 || value >= 0.0005 ? to_fixed(value, 4) : to_scientific(value, 1);
}

std::string percent(double value) { return to_fixed(100 * value, 1); }

template <class Text>
std::string spread(const std::vector<double>& values, const Text& text) {
  if (values.size() < 2) return text(statistics::mean(values));
  return text(statistics::mean(values)) + " +- " + text(statistics::standard_deviation(values));
}

std::string row(const EncodingResults& results, bool positions) {
  return left_aligned(results.encoding->name, 10) + right_aligned(to_decimal(results.rate), 7) +
         right_aligned(std::to_string(results.weights), 9) +
         right_aligned(spread(results.losses, in_digits), 20) +
         right_aligned(
             spread(positions ? results.absolute_errors : results.squared_errors, in_digits), 20) +
         (positions ? right_aligned(spread(results.exact_shares, percent), 14) : "") + "\n  " +
         results.encoding->meaning + "\n";
}

// "0.001, 0.003 and 0.01"
std::string listed(const std::vector<double>& rates) {
  const std::vector<double> but_last(rates.begin(), rates.end() - 1);
  return joined(but_last, ", ", to_decimal) + " and " + to_decimal(rates.back());
}

// Without layers: how near the encoding none comes to what no model without encoding can
// beat. Its loss is measured before each step, so that it may even end below.
std::string against_floor(const Comparison& comparison) {
  std::string text =
      "Without encoding, the best guess is the mean position of a token's places. The\n"
      "variance around it, that the token does not explain: " +
      spread(comparison.unexplained, in_digits) + "\n";
  const double floor = statistics::mean(comparison.unexplained);
  if (floor <= 0) return text;
  const auto none =
      std::find_if(comparison.encodings.begin(), comparison.encodings.end(),
                   [](const auto& one) { return one.encoding == find_encoding("none"); });
  const double above = statistics::mean(none->losses) / floor - 1;
  return text + "Without encoding the loss ends " + to_fixed(100 * std::abs(above), 2) + " % " +
         (above < 0 ? "below" : "above") + " it.\n";
}

}  // namespace

std::string comparison_table(const Comparison& comparison) {
  const bool positions = comparison.target->is_position;
  std::string table =
      positions
          ? "encoding     rate  weights          final loss      absolute error      exact, %\n"
          : "encoding     rate  weights          final loss       squared error\n";
  for (const EncodingResults& results : comparison.encodings) table += row(results, positions);
  table += "\n";
  if (comparison.rates.size() > 1) {
    table += "Rate: the best of " + listed(comparison.rates) + " by the final loss.\n";
  }
  table += "Final loss: the mean over all places of the last epoch. " +
           std::string(positions ? "Absolute error, exact:\n" : "Squared error:\n") +
           "on 1000 fresh dummy sequences.\n";
  return comparison.has_layers ? table : table + against_floor(comparison);
}
