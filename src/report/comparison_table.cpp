#include "core/strict_float.h"

#include "report/comparison_table.h"

#include "core/decimal.h"
#include "core/text_layout.h"
#include "experiments/runs.h"

#include <cmath>

namespace {

// Four digits after the point, or one after the first where that would show nothing.
std::string in_digits(double value) {
  return value == 0 || value >= 0.0005 ? to_fixed(value, 4) : to_scientific(value, 1);
}

std::string percent(double value) { return to_fixed(100 * value, 1); }

template <class Text>
std::string text_of(const Spread& spread, const Text& text) {
  if (spread.count < 2) return text(spread.mean);
  return text(spread.mean) + " +- " + text(spread.deviation);
}

std::string row(const Runs& runs, const Configuration& one) {
  const auto spread = [&](const char* quantity) { return runs.results.spread(one.name, quantity); };
  const bool positions = one.settings.target->is_position;
  const Spread error = spread(positions ? quantity::kAbsolute : quantity::kFresh);
  return left_aligned(one.settings.encoding->name, 10) +
         right_aligned(to_decimal(one.settings.adam.lr), 7) +
         right_aligned(to_fixed(spread(quantity::kWeights).mean, 0), 9) +
         right_aligned(text_of(spread(quantity::kFinalLoss), in_digits), 20) +
         right_aligned(text_of(error, in_digits), 20) +
         (positions ? right_aligned(text_of(spread(quantity::kExact), percent), 14) : "") + "\n  " +
         one.settings.encoding->meaning + "\n";
}

// "0.001, 0.003 and 0.01", where there are several.
std::string rates_tried(const Runs& runs) {
  std::vector<double> rates;
  for (const Configuration& one : runs.configurations) {
    if (one.settings.encoding != runs.configurations[0].settings.encoding) break;
    rates.push_back(one.settings.adam.lr);
  }
  const double last = rates.back();
  rates.pop_back();
  if (rates.empty()) return "";
  return "Rate: the best of " + joined(rates, ", ", to_decimal) + " and " + to_decimal(last) +
         " by the final loss.\n";
}

// Without layers: how near the encoding none comes to what no model without encoding can beat. Its
// loss is measured before each step, so that it may even end below.
std::string against_floor(const Runs& runs, const std::vector<const Configuration*>& best) {
  const Spread floor = runs.results.spread(best[0]->name, quantity::kUnexplained);
  std::string text =
      "Without encoding, the best guess is the mean position of a token's places. The\n"
      "variance around it, that the token does not explain: " +
      text_of(floor, in_digits) + "\n";
  for (const Configuration* one : best) {
    if (one->settings.encoding != find_encoding("none") || floor.mean <= 0) continue;
    const double above = runs.results.mean(one->name, quantity::kFinalLoss) / floor.mean - 1;
    text += "Without encoding the loss ends " + to_fixed(100 * std::abs(above), 2) + " % " +
            (above < 0 ? "below" : "above") + " it.\n";
  }
  return text;
}

}  // namespace

std::string comparison_table(const Runs& runs) {
  const std::vector<const Configuration*> best = best_rates(runs);
  const Settings& settings = best[0]->settings;
  const bool positions = settings.target->is_position;
  std::string table =
      positions
          ? "encoding     rate  weights          final loss      absolute error      exact, %\n"
          : "encoding     rate  weights          final loss       squared error\n";
  for (const Configuration* one : best) table += row(runs, *one);
  table += "\n" + rates_tried(runs) + "Final loss: the mean over all places of the last epoch. " +
           std::string(positions ? "Absolute error, exact:\n" : "Squared error:\n") +
           "on 1000 fresh dummy sequences.\n";
  return settings.stack.layers > 0 ? table : table + against_floor(runs, best);
}
