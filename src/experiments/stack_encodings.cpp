#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/text_layout.h"
#include "experiments/stack_training.h"

#include <array>

// Is a fixed encoding enough for a deep stack, and what does each encoding carry beyond the length
// that it was trained on (Press et al. 2022, Kazemnejad et al. 2023)?
namespace stack_encodings {
namespace {

struct Row {
  const char* encoding;
  bool causal;
};
constexpr std::array<Row, 7> kRows = {{{"learned", false},
                                       {"sinusoidal", false},
                                       {"rotary", false},
                                       {"alibi", false},
                                       {"none", false},
                                       {"none", true},
                                       {"alibi", true}}};
constexpr std::size_t kMostLayers = 4;

std::string row_name(const Row& row) {
  return std::string(row.encoding) + (row.causal ? " causal" : "");
}

std::string name_of(const Row& row, const Target& target, std::size_t layers = 1) {
  return row_name(row) + (layers == 1 ? "" : " x" + std::to_string(layers)) + ": " + target.name;
}

Settings settings_of(const Row& row, const Target& target, std::size_t layers, StackSize size) {
  Settings settings;
  settings.samples = size == StackSize::kQuick ? 2000 : 4000;
  settings.epochs = size == StackSize::kQuick ? 5 : 12;
  settings.adam.lr = 0.003;
  settings.encoding = find_encoding(row.encoding);
  settings.positions = 40;
  settings.target = &target;
  settings.stack.layers = layers;
  settings.stack.heads = settings.encoding->is_alibi ? 4 : 1;
  settings.stack.causal = row.causal;
  return settings;
}

// Deeper stacks of the fixed encoding, on these targets.
const Row& fixed_row() { return kRows[1]; }
constexpr std::array<const Target*, 2> kDeepTargets = {&kTargets[1], &kTargets[2]};
std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, kMostLayers};
  return {1, 2, kMostLayers};
}

StackTable table_of(const std::string& title, const char* quantity) {
  StackTable table = {title, "encoding", {}, {}};
  for (const Target& target : kTargets) table.heads.emplace_back(target.name);
  for (const Row& row : kRows) {
    TableRow line = {row_name(row), {}};
    for (const Target& target : kTargets) {
      line.entries.push_back({name_of(row, target), quantity});
    }
    table.rows.push_back(line);
  }
  return table;
}

StackTable depth_table(StackSize size) {
  StackTable table = {"The fixed encoding, sinusoidal, by depth: in range and beyond",
                      "layers",
                      {"previous", "first", "previous, beyond", "first, beyond"},
                      {}};
  for (const std::size_t layers : depths(size)) {
    TableRow row = {std::to_string(layers), {}};
    for (const char* quantity : {quantity::kFresh, quantity::kBeyond}) {
      for (const Target* target : kDeepTargets) {
        row.entries.push_back({name_of(fixed_row(), *target, layers), quantity});
      }
    }
    table.rows.push_back(row);
  }
  return table;
}

// The rows whose error is a tenth of guessing's, which is 1 for a value.
std::string rows_that_know(const Results& results, const Target& target, const char* quantity) {
  std::vector<std::string> names;
  for (const Row& row : kRows) {
    const std::string name = name_of(row, target);
    const double guessing = results.mean(name, quantity::kGuessing);
    if (results.mean(name, quantity) < guessing / 10) names.push_back(row_name(row));
  }
  return names.empty() ? "none" : joined(names, " and ", [](const auto& name) { return name; });
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  const auto add = [&](const Row& row, const Target& target, std::size_t layers) {
    all.push_back({name_of(row, target, layers), settings_of(row, target, layers, size),
                   measure_training, quantities_of_training});
  };
  for (const Row& row : kRows) {
    for (const Target& target : kTargets) add(row, target, 1);
  }
  for (const std::size_t layers : depths(size)) {
    for (const Target* target : kDeepTargets) {
      if (layers > 1) add(fixed_row(), *target, layers);
    }
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  return {table_of("One layer: squared error on fresh sequences, places 0 to 19", quantity::kFresh),
          table_of("The same, places 20 to 39, beyond the length of training", quantity::kBeyond),
          depth_table(size)};
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t deepest = depths(size).back();
  std::string changes;
  bool worse = false;
  bool is_learned = true;  // by the deepest, else there is nothing to compare
  for (const Target* target : kDeepTargets) {
    const std::string deep = name_of(fixed_row(), *target, deepest);
    const Spread before = results.spread(name_of(fixed_row(), *target), quantity::kFresh);
    const Spread after = results.spread(deep, quantity::kFresh);
    changes += (changes.empty() ? "" : " and ") + std::string("from ") + three_digits(before.mean) +
               " to " + three_digits(after.mean) + " (" + target->name + ")";
    worse = worse || clearly_above(after, before);
    is_learned = is_learned && after.mean < results.mean(deep, quantity::kGuessing) / 2;
  }
  const Target& previous = kTargets[1];
  const std::string sentence =
      "From 1 to " + layers_text(deepest) + ", the error of the fixed encoding goes " + changes +
      ": within the range of training depth " +
      (worse        ? "makes it worse."
       : is_learned ? "does not make it worse."
                    : "shows nothing, since nothing is learned.") +
      " Beyond that range a rule about neighbours is carried by " +
      rows_that_know(results, previous, quantity::kBeyond) + "; within it by " +
      rows_that_know(results, previous, quantity::kFresh) + ". Positions are known within it by " +
      rows_that_know(results, kTargets[0], quantity::kFresh) + ", and beyond it by " +
      rows_that_know(results, kTargets[0], quantity::kBeyond) + ".";
  const Verdict verdict = worse        ? Verdict::kHolds
                          : is_learned ? Verdict::kRefuted
                                       : Verdict::kNotShown;
  return {verdict, "", sentence};
}

}  // namespace
}  // namespace stack_encodings

const Experiment kStackEncodings = {"encodings", "A fixed encoding is not enough as depth grows.",
                                    stack_encodings::configurations, stack_encodings::tables,
                                    stack_encodings::finding};
