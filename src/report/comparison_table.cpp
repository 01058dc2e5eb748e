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

}  // namespace

std::string comparison_table(const Comparison& comparison) {
  std::string table =
      "encoding    parameters          final loss     absolute error         exact, %\n";
  for (const EncodingResults& results : comparison.encodings) {
    table += left_aligned(results.encoding->name, 12) +
             right_aligned(std::to_string(results.parameters), 10) +
             right_aligned(spread(results.losses, in_digits), 20) +
             right_aligned(spread(results.absolute_errors, in_digits), 19) +
             right_aligned(spread(results.exact_shares, percent), 17) + "\n" +
             results.encoding->finding + "\n";
  }
  const std::vector<double>& none = comparison.encodings.back().losses;
  const double floor = statistics::mean(comparison.unexplained);
  table +=
      "\nFinal loss: the mean over all places of the last epoch. Absolute error, exact:\n"
      "on 1000 fresh dummy sequences.\n"
      "The variance of the position that the token does not explain: " +
      spread(comparison.unexplained, in_digits) + "\n";
  if (floor > 0) {
    table += "Without encoding the loss ends " +
             to_fixed(100 * (statistics::mean(none) / floor - 1), 2) + " % above it.\n";
  }
  return table;
}
