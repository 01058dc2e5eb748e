#include "core/strict_float.h"

#include "report/comparison_table.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "core/text_layout.h"

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

// Without layers: what each encoding is, and how near the last one comes to what no model without
// encoding can beat.
std::string comparison_with_floor(const Comparison& comparison) {
  std::string text =
      "\nFinal loss: the mean over all places of the last epoch. Absolute error, exact:\n"
      "on 1000 fresh dummy sequences.\n"
      "The variance of the position that the token does not explain: " +
      spread(comparison.unexplained, in_digits) + "\n";
  const std::vector<double>& none = comparison.encodings.back().losses;
  const double floor = statistics::mean(comparison.unexplained);
  if (floor > 0) {
    text += "Without encoding the loss ends " +
            to_fixed(100 * (statistics::mean(none) / floor - 1), 2) + " % above it.\n";
  }
  return text;
}

}  // namespace

std::string comparison_table(const Comparison& comparison) {
  const bool positions = comparison.target->is_position;
  std::string table =
      positions ? "encoding    parameters          final loss     absolute error         exact, %\n"
                : "encoding    parameters          final loss      squared error\n";
  for (const EncodingResults& results : comparison.encodings) {
    table +=
        left_aligned(results.encoding->name, 12) +
        right_aligned(std::to_string(results.parameters), 10) +
        right_aligned(spread(results.losses, in_digits), 20) +
        right_aligned(
            spread(positions ? results.absolute_errors : results.squared_errors, in_digits), 19) +
        (positions ? right_aligned(spread(results.exact_shares, percent), 17) : "") + "\n";
    if (!comparison.has_layers) table += results.encoding->finding + std::string("\n");
  }
  if (!comparison.has_layers) return table + comparison_with_floor(comparison);
  return table + "\nFinal loss: the mean over all places of the last epoch. " +
         (positions ? "Absolute error, exact:\n" : "Squared error:\n") +
         "on 1000 fresh dummy sequences.\n";
}
