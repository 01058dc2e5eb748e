#include "core/strict_float.h"

#include "report/runs_report.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/text_layout.h"
#include "experiments/runs.h"
#include "lesson/published_losses.h"
#include "report/svg.h"

#include <algorithm>
#include <cmath>

namespace {

// At most nine characters.
std::string short_loss(double value) {
  const bool fits = value == 0 || (value >= 0.001 && value < 9999);
  return fits ? to_fixed(value, 4) : to_scientific(value, 2);
}

// Where the published curve lies among the runs, over all of its epochs.
std::string published_sentence(const Losses& runs, const std::vector<EpochSpread>& spread,
                               const std::vector<double>& published) {
  std::string outside;
  double least = 1;
  double most = 0;
  for (std::size_t e = 0; e < published.size(); ++e) {
    const double loss = published[e];
    if (!(loss >= spread[e].p5 && loss <= spread[e].p95)) {
      outside += (outside.empty() ? "" : ", ") + std::to_string(e + 1);
    }
    least = std::min(least, share_below(runs, e, loss));
    most = std::max(most, share_below(runs, e, loss));
  }
  const std::string where = outside.empty() ? "within the 5-95 % band at every epoch"
                                            : "outside the 5-95 % band at epoch " + outside;
  return "The published curve lies " + where + ": between " + to_fixed(100 * least, 1) + " and\n" +
         to_fixed(100 * most, 1) + " % of the runs are below it.\n";
}

constexpr const char* kStyle = R"(<style>
svg { --ink: #1b1f24; --soft: #57606a; --grid: #e3e6ea; --runs: #0a58ca; --published: #8250df;
  background: #ffffff; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6e9ee; --soft: #a3adb8; --grid: #2a313b; --runs: #6cb0ff; --published: #c297ff;
    background: #10141a; }
}
text { fill: var(--soft); font: 15px system-ui, sans-serif; }
.grid { stroke: var(--grid); }
.axis { stroke: var(--soft); }
.all { fill: var(--runs); opacity: 0.18; }
.most { fill: var(--runs); opacity: 0.32; }
.median { fill: none; stroke: var(--runs); stroke-width: 2.5; }
.published { fill: none; stroke: var(--published); stroke-width: 2.5; stroke-dasharray: 7 5; }
.key { fill: var(--ink); }
</style>
)";

constexpr double kFanHeight = 420;

// One entry of the legend, `row` lines down: a sample of its mark, and what it is.
std::string legend(int row, const std::string& mark, const std::string& words) {
  const double y = 66 + 24 * row;
  const bool is_band = mark == "all" || mark == "most";
  return (is_band ? svg::bar(370, 28, y - 10, y, mark)
                  : svg::polyline({{370, y - 5}, {398, y - 5}}, mark)) +
         svg::text({408, y}, "start", "key", words);
}

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

// {"final loss":0.2,"loss":[61.6,58.1]}
std::string measured_json(const Measurements& all) {
  json::Object object;
  for (std::size_t i = 0; i < all.size();) {
    const Measured& first = all[i];
    std::vector<double> values;
    for (; i < all.size() && all[i].quantity == first.quantity; ++i) values.push_back(all[i].value);
    object.raw(first.quantity, first.at == 0 ? json::number(first.value) : json::numbers(values));
  }
  return object.end();
}

}  // namespace

std::string sweep_table(const Losses& runs, const Settings& settings) {
  const std::vector<EpochSpread> spread = spread_of(runs);
  if (spread.empty()) return "no run is left\n";
  const std::vector<double> published = published_losses(settings, spread.size());
  std::string table = "epoch   minimum       5 %    median      95 %   maximum";
  table += !published.empty() ? "   published   below\n" : "\n";
  for (std::size_t e = 0; e < spread.size(); ++e) {
    const EpochSpread& row = spread[e];
    table += right_aligned(std::to_string(e + 1), 5);
    for (const double value : {row.minimum, row.p5, row.median, row.p95, row.maximum}) {
      table += right_aligned(short_loss(value), 10);
    }
    if (e < published.size()) {
      table += right_aligned(short_loss(published[e]), 12) +
               right_aligned(to_fixed(100 * share_below(runs, e, published[e]), 1), 6) + " %";
    }
    table += "\n";
  }
  return published.empty() ? table : table + "\n" + published_sentence(runs, spread, published);
}

std::string fan_chart(const Losses& runs, const Settings& settings) {
  const std::vector<EpochSpread> spread = spread_of(runs);
  double most = 0;
  for (const EpochSpread& epoch : spread) most = std::max(most, epoch.maximum);
  const auto epochs = static_cast<double>(spread.size());
  const svg::Scale x = svg::across(1, std::max(epochs, 2.0));
  const svg::Scale y = svg::upward(0, most * 1.04 + 1e-30, kFanHeight);

  const auto at = [&](std::size_t epoch, double loss) {
    return svg::Point(x(static_cast<double>(epoch + 1)), y(loss));
  };
  const auto curve = [&](double EpochSpread::*value) {
    std::vector<svg::Point> points;
    for (std::size_t e = 0; e < spread.size(); ++e) points.push_back(at(e, spread[e].*value));
    return points;
  };
  const auto band = [&](double EpochSpread::*upper, double EpochSpread::*lower) {
    std::vector<svg::Point> outline = curve(upper);
    const std::vector<svg::Point> back = curve(lower);
    outline.insert(outline.end(), back.rbegin(), back.rend());
    return outline;
  };
  std::string content = kStyle + svg::axes(x, "epoch", y, "loss, squared positions");
  content += svg::area(band(&EpochSpread::maximum, &EpochSpread::minimum), "all");
  content += svg::area(band(&EpochSpread::p95, &EpochSpread::p5), "most");
  content += svg::polyline(curve(&EpochSpread::median), "median");
  content += legend(0, "all", "all of " + std::to_string(runs.size()) + " runs");
  content += legend(1, "most", "5 to 95 % of them");
  content += legend(2, "median", "median");
  const std::vector<double> published = published_losses(settings, spread.size());
  if (!published.empty()) {
    std::vector<svg::Point> points;
    for (std::size_t e = 0; e < published.size(); ++e) points.push_back(at(e, published[e]));
    content += svg::polyline(points, "published");
    content += legend(3, "published", "published, seed unknown");
  }
  return svg::drawing("sweep", "The spread of the loss over the seeds at every epoch", kFanHeight,
                      " xmlns=\"http://www.w3.org/2000/svg\"", content);
}

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

std::string runs_json(const Runs& runs, const char* summary, const std::string& summary_json) {
  std::vector<std::string> made;
  for (const Configuration& one : runs.configurations) {
    for (const auto& [seed, measured] : runs.results.of(one.name)) {
      json::Object object;
      object.text("configuration", one.name).whole("seed", seed);
      made.push_back(object.raw("measured", measured_json(measured)).end());
    }
  }
  json::Object object;
  object.text("command", runs.command).text("seeds", text_of_seeds(runs.seeds));
  return object.line("runs", json::lines(made)).line(summary, summary_json).end() + "\n";
}

std::string spread_json(const Losses& runs) {
  std::vector<std::string> epochs;
  for (const EpochSpread& spread : spread_of(runs)) {
    json::Object object;
    object.whole("epoch", epochs.size() + 1).number("minimum", spread.minimum);
    object.number("p5", spread.p5).number("median", spread.median).number("p95", spread.p95);
    epochs.push_back(object.number("maximum", spread.maximum).end());
  }
  return json::lines(epochs);
}

std::string best_rates_json(const Runs& runs) {
  if (!missing_runs({runs}).empty()) return "null";
  std::vector<std::string> encodings;
  for (const Configuration* one : best_rates(runs)) {
    json::Object object;
    object.text("encoding", one->settings.encoding->name).number("lr", one->settings.adam.lr);
    for (const Quantity& quantity : one->quantities(one->settings)) {
      const Spread spread = runs.results.spread(one->name, quantity.name);
      object.raw(quantity.name, json::numbers({spread.mean, spread.deviation}));
    }
    encodings.push_back(object.end());
  }
  return json::lines(encodings);
}
