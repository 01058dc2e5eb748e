#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "core/decimal.h"
#include "core/json.h"
#include "core/text_layout.h"
#include "training/gradcheck.h"
#include "training/trainer.h"

#include <algorithm>

namespace {

void print_check(const GradientCheck& check, std::ostream& out) {
  out << left_aligned(check.pass, 15) << left_aligned(check.gradient, 40)
      << left_aligned(std::to_string(check.values), 9)
      << left_aligned(to_scientific(check.largest_error, 1), 15) << "[" << check.row << "]["
      << check.col << "]" << (check.holds ? "" : "  does not hold") << "\n";
  if (!check.holds) {
    out << "  there the backward pass gives " << to_decimal(check.analytic)
        << ", central differences give " << to_decimal(check.numeric) << "\n";
  }
}

std::string check_json(const GradientCheck& check) {
  json::Object object;
  object.text("pass", check.pass).text("gradient", check.gradient).whole("values", check.values);
  object.number("largest_error", check.largest_error).whole("row", check.row);
  object.whole("column", check.col).number("backward", check.analytic);
  return object.number("differences", check.numeric).truth("holds", check.holds).end();
}

// Each costs two passes over a batch, and more where layers make them longer.
void require_few_weights(const Settings& settings) {
  constexpr double kMost = 1e6;
  const ModelSizes sizes = settings.model_sizes();
  const auto d = static_cast<double>(sizes.d_model);
  const double weights =
      static_cast<double>(sizes.vocab_size + sizes.positions) * d +
      static_cast<double>(sizes.stack.layers) * d * (4 * d + 2 * static_cast<double>(sizes.d_ff()));
  if (weights <= kMost) return;
  throw UsageError("gradcheck tries every weight, twice, and these sizes have " +
                   to_fixed(weights, 0) + ": expected at most " + to_fixed(kMost, 0));
}

int gradcheck(const Given& given, const Console& console) {
  Settings settings = settings_in(given);
  settings.samples = settings.batch_size;
  require_possible(settings);
  require_few_weights(settings);
  std::vector<GradientCheck> checks = check_layers();
  // The initial weights of a run of so many samples, on all of them as one batch.
  const Trainer trainer(settings);
  append(checks, check_models(trainer.model(),
                              whole_batch(trainer.data(), settings.vocab_size, *settings.target)));
  return report_gradients(checks, console, given.has("--json"));
}

}  // namespace

int report_gradients(const std::vector<GradientCheck>& checks, const Console& console,
                     bool as_json) {
  const bool all_hold =
      std::all_of(checks.begin(), checks.end(), [](const GradientCheck& c) { return c.holds; });
  if (as_json) {
    const std::string all = json::array(checks, check_json, ",\n");
    console.out << json::Object().truth("holds", all_hold).line("checks", all).end() << "\n";
  } else {
    console.out << "backward pass  gradient of                             values   largest error  "
                   "at [row][column]\n";
    for (const GradientCheck& check : checks) print_check(check, console.out);
    console.out << (all_hold ? "every gradient holds\n" : "a gradient does not hold\n");
  }
  return all_hold ? kDone : kFailed;
}

Command gradcheck_command() {
  Options options = settings_options({"samples", "epochs", "shuffle", "lr", "beta1", "beta2", "eps",
                                      "warmup", "decay", "clip", "weight-decay"});
  options.push_back(option::flag("--json", "as JSON, for programs"));
  return {
      "gradcheck", "compares every backward pass with finite differences",
      "Compares every hand-written backward pass with central differences of its forward pass:\n"
      "each layer on small fixed tensors, then both models, every weight, on a batch of\n"
      "dummy sequences. An error is relative to the tensor's largest gradient.",
      options, gradcheck};
}
