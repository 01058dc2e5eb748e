#include "core/strict_float.h"

#include "experiments/stack.h"

// Does a deeper stack train? By where the norm stands, with and without warm-up and skip
// connections (Xiong et al. 2020).
namespace stack_depth {
namespace {

std::vector<Variant> variants(StackSize size) {
  return {{"pre", "--norm pre --lr 0.01"},
          {"post", "--norm post --lr 0.01"},
          {"post warm-up", size == StackSize::kQuick ? "--norm post --lr 0.01 --warmup 100"
                                                     : "--norm post --lr 0.01 --warmup 400"},
          {"none", "--norm none --lr 0.01"},
          {"no skip", "--norm none --no-skip --lr 0.001"}};
}

std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, 4};
  return {1, 2, 4, 8, 16};
}

std::string name_of(const Variant& variant, std::size_t layers) {
  return variant.name + (": " + layers_text(layers));
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
  const std::string epochs = size == StackSize::kQuick ? " --epochs 8" : "";
  std::vector<Configuration> all;
  for (const Variant& variant : variants(size)) {
    for (const std::size_t layers : depths(size)) {
      all.push_back(trained_with(name_of(variant, layers),
                                 sentence("{}{} --layers {}", variant.options, epochs, layers)));
    }
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  const auto all = variants(size);
  const auto layers = depths(size);
  return {table_of("Squared error of the position on fresh sequences", "layers", texts_of(layers),
                   texts_of(all), [&](std::size_t r, std::size_t c) {
                     return TableEntry{name_of(all[c], layers[r]), quantity::kFresh};
                   })};
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t deepest = depths(size).back();
  std::vector<std::size_t> reached;
  std::vector<double> errors;
  for (const Variant& variant : variants(size)) {
    reached.push_back(trains_up_to(variant, results, size));
    errors.push_back(results.mean(name_of(variant, deepest), quantity::kFresh));
  }
  const std::size_t pre = reached[0];
  const std::size_t post = reached[1];
  const std::size_t warm = reached[2];
  const std::string text = sentence(
      "With the norm before each layer, stacks train up to {}; with the norm after the sum up to "
      "{}, with a warm-up up to {}; with none up to {}; without skip connections up to {}. With {} "
      "the errors are {}, {}, {}, {} and {}, where guessing the mean costs {}.",
      layers_text(pre), post, warm, reached[3], reached[4], layers_text(deepest), errors[0],
      errors[1], errors[2], errors[3], errors[4],
      results.mean(name_of(variants(size)[0], deepest), quantity::kGuessing));
  if (pre == 0) return {Verdict::kNotShown, "", text};
  if (pre < deepest) return {Verdict::kHolds, "", text};
  if (post == deepest) return {Verdict::kRefuted, "", text};
  return {Verdict::kHoldsWhen,
          std::string("the norm stands after the sum") +
              (warm > post ? ", and only in deeper stacks where the learning rate warms up" : ""),
          text};
}

}  // namespace
}  // namespace stack_depth

const Experiment kStackDepth = {
    "depth", "The deeper a stack of attention layers, the harder it is to train.",
    stack_depth::configurations, stack_depth::tables, stack_depth::finding};
