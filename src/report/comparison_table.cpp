#include "core/strict_float.h"

#include "report/comparison_table.h"

#include "core/decimal.h"
#include "training/statistics.h"

#include <array>
#include <iomanip>
#include <sstream>

namespace {

// In the order of the encodings.
constexpr std::array<const char*, 3> kWhy = {
    "  Each position has a vector of its own, which Adam moves to where the linear\n"
    "  layer reads that position off it.",
    "  The vectors are fixed, so all must come from the linear layer: few of the\n"
    "  waves rise steadily with the position, and their weights take long to grow.",
    "  A token looks the same wherever it stands: the best guess is the mean position\n"
    "  of its places, and the variance around that mean remains."};

std::string spread(const std::vector<double>& values, double factor, int digits) {
  const std::string center = to_fixed(factor * mean(values), digits);
  if (values.size() < 2) return center;
  return center + " +- " + to_fixed(factor * standard_deviation(values), digits);
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
    row(name_of(results.encoding), std::to_string(results.parameters), spread(results.losses, 1, 4),
        spread(results.absolute_errors, 1, 4), spread(results.exact_shares, 100, 1));
    table << kWhy[e] << "\n";
  }
  const std::vector<double>& none = comparison.encodings.back().losses;
  const double floor = mean(comparison.unexplained);
  table << "\nThe variance of the position that the token does not explain: "
        << spread(comparison.unexplained, 1, 4) << "\nWithout encoding the loss ends "
        << to_fixed(100 * (mean(none) / floor - 1), 2) << " % above it.\n";
  return table.str();
}
