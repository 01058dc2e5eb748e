#include "core/strict_float.h"

#include "report/comparison_table.h"

#include "core/decimal.h"
#include "core/statistics.h"

#include <array>
#include <iomanip>
#include <sstream>

namespace {

// In the order of the encodings.
constexpr std::array<const char*, 3> kWhy = {
    "  Each position has a vector of its own, which Adam moves to where the linear\n"
    "  layer reads that position off it.",
    "  The vectors are fixed waves. Those that rise all the way rise only a little,\n"
    "  so the linear layer needs large weights, which take long to grow.",
    "  A token looks the same wherever it stands: the best guess is the mean position\n"
    "  of its places, and the variance around that mean remains."};

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
  std::ostringstream table;
  table.imbue(std::locale::classic());
  const auto row = [&](const std::string& name, const std::string& parameters,
                       const std::string& loss, const std::string& error,
                       const std::string& exact) {
    table << std::left << std::setw(12) << name << std::right << std::setw(10) << parameters
          << std::setw(20) << loss << std::setw(19) << error << std::setw(17) << exact << "\n";
  };
  row("encoding", "parameters", "final loss", "absolute error", "exact, %");
  for (std::size_t e = 0; e < comparison.encodings.size(); ++e) {
    const EncodingResults& results = comparison.encodings[e];
    row(name_of(results.encoding), std::to_string(results.parameters),
        spread(results.losses, in_digits), spread(results.absolute_errors, in_digits),
        spread(results.exact_shares, percent));
    table << kWhy[e] << "\n";
  }
  const std::vector<double>& none = comparison.encodings.back().losses;
  const double floor = statistics::mean(comparison.unexplained);
  table << "\nFinal loss: the mean over all places of the last epoch. Absolute error, exact:\n"
           "on 1000 fresh dummy sequences.\n"
           "The variance of the position that the token does not explain: "
        << spread(comparison.unexplained, in_digits) << "\n";
  if (floor > 0) {
    table << "Without encoding the loss ends "
          << to_fixed(100 * (statistics::mean(none) / floor - 1), 2) << " % above it.\n";
  }
  return table.str();
}
