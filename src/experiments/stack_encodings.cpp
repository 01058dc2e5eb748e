#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/text_layout.h"

// Is a fixed encoding enough for a deep stack, and what does each encoding carry beyond the length
// that it was trained on (Press et al. 2022, Kazemnejad et al. 2023)?
namespace stack_encodings {
namespace {

constexpr std::array<Variant, 7> kRows = {
    {{"learned", "--encoding learned --heads 1"},
     {"sinusoidal", "--encoding sinusoidal --heads 1"},
     {"rotary", "--encoding rotary --heads 1"},
     {"alibi", "--encoding alibi --heads 4"},
     {"none", "--encoding none --heads 1"},
     {"none causal", "--encoding none --heads 1 --causal"},
     {"alibi causal", "--encoding alibi --heads 4 --causal"}}};
// Deeper stacks of the fixed encoding, on these targets.
constexpr const Variant& kFixed = kRows[1];
constexpr std::array<const Target*, 2> kDeepTargets = {&kTargets[1], &kTargets[2]};

std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, 4};
  return {1, 2, 4};
}

std::string name_of(const Variant& row, const Target& target, std::size_t layers = 1) {
  return row.name + (layers == 1 ? ": " : " x" + std::to_string(layers) + ": ") + target.name;
}

std::vector<Configuration> configurations(StackSize size) {
  const std::string common =
      size == StackSize::kQuick ? " --samples 2000 --epochs 5" : " --samples 4000 --epochs 12";
  std::vector<Configuration> all;
  const auto add = [&](const Variant& row, const Target& target, std::size_t layers) {
    all.push_back(trained_with(name_of(row, target, layers),
                               sentence("{} {} --lr 0.003 --positions 40 --target {} --layers {}",
                                        row.options, common, target.name, layers)));
  };
  for (const Variant& row : kRows) {
    for (const Target& target : kTargets) add(row, target, 1);
  }
  for (const std::size_t layers : depths(size)) {
    for (const Target* target : kDeepTargets) {
      if (layers > 1) add(kFixed, *target, layers);
    }
  }
  return all;
}

StackTable errors_table(const std::string& title, const char* quantity) {
  return table_of(title, "encoding", texts_of(kRows), texts_of(kTargets),
                  [&](std::size_t r, std::size_t c) {
                    return TableEntry{name_of(kRows.at(r), kTargets.at(c)), quantity};
                  });
}

std::vector<StackTable> tables(StackSize size) {
  const auto layers = depths(size);
  const auto deep_entry = [&](std::size_t r, std::size_t c) {
    return TableEntry{name_of(kFixed, *kDeepTargets.at(c % 2), layers[r]),
                      c < 2 ? quantity::kFresh : quantity::kBeyond};
  };
  return {
      errors_table("One layer: squared error on fresh sequences, places 0 to 19", quantity::kFresh),
      errors_table("The same, places 20 to 39, beyond the length of training", quantity::kBeyond),
      table_of("The fixed encoding, sinusoidal, by depth: in range and beyond", "layers",
               texts_of(layers), {"previous", "first", "previous, beyond", "first, beyond"},
               deep_entry)};
}

// The rows whose error is a tenth of guessing's, which is 1 for a value.
std::string rows_that_know(const Results& results, const Target& target, const char* quantity) {
  Texts names;
  for (const Variant& row : kRows) {
    const std::string name = name_of(row, target);
    const double guessing = results.mean(name, quantity::kGuessing);
    if (results.mean(name, quantity) < guessing / 10) names.emplace_back(row.name);
  }
  return names.empty() ? "none" : joined(names, " and ", [](const auto& name) { return name; });
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t deepest = depths(size).back();
  Texts changes;
  bool worse = false;
  bool is_learned = true;  // by the deepest, else there is nothing to compare
  for (const Target* target : kDeepTargets) {
    const std::string deep = name_of(kFixed, *target, deepest);
    const Spread before = results.spread(name_of(kFixed, *target), quantity::kFresh);
    const Spread after = results.spread(deep, quantity::kFresh);
    changes.push_back(sentence("from {} to {} ({})", before.mean, after.mean, target->name));
    worse = worse || clearly_above(after, before);
    is_learned = is_learned && after.mean < results.mean(deep, quantity::kGuessing) / 2;
  }
  const auto knowing = [&](std::size_t target, const char* quantity) {
    return rows_that_know(results, kTargets.at(target), quantity);
  };
  const std::string text = sentence(
      "From 1 to {}, the error of the fixed encoding goes {} and {}: within the range of training "
      "depth {}. Beyond that range a rule about neighbours is carried by {}; within it by {}. "
      "Positions are known within it by {}, and beyond it by {}.",
      layers_text(deepest), changes[0], changes[1],
      worse        ? "makes it worse"
      : is_learned ? "does not make it worse"
                   : "shows nothing, since nothing is learned",
      knowing(1, quantity::kBeyond), knowing(1, quantity::kFresh), knowing(0, quantity::kFresh),
      knowing(0, quantity::kBeyond));
  if (worse) return {Verdict::kHolds, "", text};
  return {is_learned ? Verdict::kRefuted : Verdict::kNotShown, "", text};
}

}  // namespace
}  // namespace stack_encodings

const Experiment kStackEncodings = {"encodings", "A fixed encoding is not enough as depth grows.",
                                    stack_encodings::configurations, stack_encodings::tables,
                                    stack_encodings::finding};
