#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/stack_training.h"

#include <utility>

// What a stack learns by heart where there are few sequences.
namespace stack_data {
namespace {

// Without encoding nothing can be known of a position but the middle of its sequence: the rest is
// learned by heart. With a learned one everything can be known.
struct Part {
  const char* encoding;
  std::vector<std::size_t> layers;
  std::vector<std::size_t> samples;
};

Part without_encoding(StackSize size) {
  if (size == StackSize::kQuick) return {"none", {0, 1, 4}, {100, 300}};
  return {"none", {0, 1, 4}, {30, 100, 300, 1000}};
}
Part with_encoding(StackSize size) {
  if (size == StackSize::kQuick) return {"learned", {0, 1, 4}, {100, 1000}};
  return {"learned", {0, 1, 8}, {10, 30, 100, 300, 1000}};
}

std::string name_of(const Part& part, std::size_t layers, std::size_t samples) {
  return std::string(part.encoding) + " " + std::to_string(samples) + ": " + layers_text(layers);
}

// About as many steps whatever the number of sequences.
Settings settings_of(const Part& part, std::size_t layers, std::size_t samples, StackSize size) {
  const std::size_t steps = size == StackSize::kQuick ? 400 : 1000;
  Settings settings;
  settings.samples = samples;
  settings.epochs = steps / ((samples - 1) / settings.batch_size + 1);
  settings.adam.lr = 0.003;
  settings.encoding = find_encoding(part.encoding);
  settings.stack.layers = layers;
  return settings;
}

void append_configurations(std::vector<Configuration>& all, const Part& part, StackSize size) {
  for (const std::size_t layers : part.layers) {
    for (const std::size_t samples : part.samples) {
      all.push_back({name_of(part, layers, samples), settings_of(part, layers, samples, size),
                     measure_training, quantities_of_training});
    }
  }
}

StackTable table_of(const std::string& title, const Part& part, const char* quantity) {
  StackTable table = {title, "sequences", {}, {}};
  for (const std::size_t layers : part.layers) table.heads.push_back(layers_text(layers));
  for (const std::size_t samples : part.samples) {
    TableRow row = {std::to_string(samples), {}};
    for (const std::size_t layers : part.layers) {
      row.entries.push_back({name_of(part, layers, samples), quantity});
    }
    table.rows.push_back(row);
  }
  return table;
}

StackTable floors_table(const Part& part) {
  const std::string name = name_of(part, 0, part.samples[0]);
  return {"What guessing costs on fresh sequences",
          "who guesses",
          {"error"},
          {{"the mean position", {{name, quantity::kGuessing}}},
           {"the middle, knowing the length", {{name, quantity::kGuessingMiddle}}}}};
}

constexpr std::size_t kFew = 100;

Spread fresh_error(const Results& results, const Part& part, std::size_t layers,
                   std::size_t samples) {
  return results.spread(name_of(part, layers, samples), quantity::kFresh);
}

// Trained on few sequences without encoding.
struct ByHeart {
  std::size_t layers;
  double training;
  Spread fresh;
  double guessing;

  bool overfits() const { return training < guessing / 2 && fresh.mean > 1.5 * guessing; }
};

ByHeart by_heart(const Results& results, const Part& part, std::size_t layers) {
  const std::string name = name_of(part, layers, kFew);
  return {layers, results.mean(name, quantity::kTraining), fresh_error(results, part, layers, kFew),
          results.mean(name, quantity::kGuessing)};
}

std::string sentence_of(const ByHeart& shallow, const ByHeart& deep) {
  std::string text = "Without encoding, " + layers_text(shallow.layers) + " trained on " +
                     std::to_string(kFew) + " sequences has an error of " +
                     three_digits(shallow.training) + " on them and " +
                     three_digits(shallow.fresh.mean) + " on fresh ones, where guessing costs " +
                     three_digits(shallow.guessing) + ": it ";
  text += shallow.overfits() ? "learns by heart; " : "does not learn by heart; ";
  return text + layers_text(deep.layers) + " have " + three_digits(deep.training) + " and " +
         three_digits(deep.fresh.mean) + ", which is " +
         (deep.fresh.mean > shallow.fresh.mean ? "worse. " : "no worse. ");
}

// With a learned encoding: one layer and the deepest, trained on so many sequences.
struct Pair {
  std::size_t samples;
  Spread shallow;
  Spread deep;

  bool depth_hurts() const { return clearly_above(deep, shallow); }
  std::string text() const {
    return three_digits(deep.mean) + " instead of " + three_digits(shallow.mean) + " at " +
           std::to_string(samples) + " sequences (" +
           (depth_hurts() ? "depth hurts" : "not clearly more") + ")";
  }
};

Pair pair_of(const Results& results, const Part& part, std::size_t samples) {
  return {samples, fresh_error(results, part, part.layers[1], samples),
          fresh_error(results, part, part.layers[2], samples)};
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  append_configurations(all, without_encoding(size), size);
  append_configurations(all, with_encoding(size), size);
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  const Part none = without_encoding(size);
  return {table_of("No encoding: squared error on the sequences of training", none,
                   quantity::kTraining),
          table_of("No encoding: squared error on fresh sequences", none, quantity::kFresh),
          table_of("Learned encoding: squared error on fresh sequences", with_encoding(size),
                   quantity::kFresh),
          floors_table(none)};
}

Finding finding(const Results& results, StackSize size) {
  const Part none = without_encoding(size);
  const Part learned = with_encoding(size);
  const ByHeart shallow = by_heart(results, none, none.layers[1]);
  const ByHeart deep = by_heart(results, none, none.layers[2]);
  const Pair few = pair_of(results, learned, kFew);
  const Pair many = pair_of(results, learned, learned.samples.back());
  const std::string sentence =
      sentence_of(shallow, deep) + "With a learned encoding, " + layers_text(learned.layers[2]) +
      " instead of one have an error of " + few.text() + " and " + many.text() + ".";
  if (few.depth_hurts()) {
    if (many.depth_hurts()) return {Verdict::kHolds, "", sentence};
    return {Verdict::kHoldsWhen,
            "there are fewer than about " + std::to_string(many.samples) + " sequences", sentence};
  }
  if (!shallow.overfits()) return {Verdict::kRefuted, "", sentence};
  return {Verdict::kHoldsWhen, "one layer counts as deep: more do no more harm", sentence};
}

}  // namespace
}  // namespace stack_data

const Experiment kStackData = {"data", "With little data, deep stacks overfit.",
                               stack_data::configurations, stack_data::tables, stack_data::finding};
