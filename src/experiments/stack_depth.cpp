#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/stack_training.h"

#include <array>

// Does a deeper stack train? By where the norm stands, with and without warm-up and skip
// connections (Xiong et al. 2020).
namespace stack_depth {
namespace {

struct Variant {
  const char* name;
  const Norm* norm;
  bool warms_up;
  bool no_skip;
};
constexpr std::array<Variant, 5> kVariants = {{{"pre", kNorms.data(), false, false},
                                               {"post", &kNorms[1], false, false},
                                               {"post warm-up", &kNorms[1], true, false},
                                               {"none", &kNorms[2], false, false},
                                               {"no skip", &kNorms[2], false, true}}};

std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, 4};
  return {1, 2, 4, 8, 16};
}

std::string name_of(const Variant& variant, std::size_t layers) {
  return std::string(variant.name) + ": " + layers_text(layers);
}

Settings settings_of(const Variant& variant, std::size_t layers, StackSize size) {
  Settings settings;
  settings.adam.lr = variant.no_skip ? 0.001 : 0.01;
  settings.stack.layers = layers;
  settings.stack.norm = variant.norm;
  settings.stack.no_skip = variant.no_skip;
  if (variant.warms_up) settings.adam.warmup = size == StackSize::kQuick ? 100 : 400;
  if (size == StackSize::kQuick) settings.epochs = 8;
  return settings;
}

// The deepest of its stacks that trains, as all that are less deep do: its error is far from that
// of guessing the mean. 0 where none does.
std::size_t trains_up_to(const Variant& variant, const Results& results, StackSize size) {
  std::size_t reached = 0;
  for (const std::size_t layers : depths(size)) {
    const std::string name = name_of(variant, layers);
    const double guessing = results.mean(name, quantity::kGuessing);
    if (!(results.mean(name, quantity::kFresh) < guessing / 10)) break;
    reached = layers;
  }
  return reached;
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  for (const Variant& variant : kVariants) {
    for (const std::size_t layers : depths(size)) {
      all.push_back({name_of(variant, layers), settings_of(variant, layers, size), measure_training,
                     quantities_of_training});
    }
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  StackTable table = {"Squared error of the position on fresh sequences", "layers", {}, {}};
  for (const std::size_t layers : depths(size)) {
    TableRow row = {std::to_string(layers), {}};
    for (const Variant& variant : kVariants) {
      row.entries.push_back({name_of(variant, layers), quantity::kFresh});
    }
    table.rows.push_back(row);
  }
  for (const Variant& variant : kVariants) table.heads.emplace_back(variant.name);
  return {table};
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t deepest = depths(size).back();
  const auto reached = [&](std::size_t v) { return trains_up_to(kVariants[v], results, size); };
  const auto error = [&](std::size_t v) {
    return three_digits(results.mean(name_of(kVariants[v], deepest), quantity::kFresh));
  };
  const std::size_t pre = reached(0);
  const std::size_t post = reached(1);
  const std::size_t warm = reached(2);
  const std::string sentence =
      "With the norm before each layer, stacks train up to " + layers_text(pre) +
      "; with the norm after the sum up to " + std::to_string(post) + ", with a warm-up up to " +
      std::to_string(warm) + "; with none up to " + std::to_string(reached(3)) +
      "; without skip connections up to " + std::to_string(reached(4)) + ". With " +
      layers_text(deepest) + " the errors are " + error(0) + ", " + error(1) + ", " + error(2) +
      ", " + error(3) + " and " + error(4) + ", where guessing the mean costs " +
      three_digits(results.mean(name_of(kVariants[0], deepest), quantity::kGuessing)) + ".";
  if (pre == 0) return {Verdict::kNotShown, "", sentence};
  if (pre < deepest) return {Verdict::kHolds, "", sentence};
  if (post == deepest) return {Verdict::kRefuted, "", sentence};
  return {Verdict::kHoldsWhen,
          std::string("the norm stands after the sum") +
              (warm > post ? ", and only in deeper stacks where the learning rate warms up" : ""),
          sentence};
}

}  // namespace
}  // namespace stack_depth

const Experiment kStackDepth = {
    "depth", "The deeper a stack of attention layers, the harder it is to train.",
    stack_depth::configurations, stack_depth::tables, stack_depth::finding};
