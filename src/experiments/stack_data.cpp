#include "core/strict_float.h"

#include "experiments/stack.h"

// What a stack learns by heart where there are few sequences.
namespace stack_data {
namespace {

// Without encoding nothing can be known of a position but the middle of its sequence: the rest is
// learned by heart. With a learned one everything can be known.
struct Part {
  const char* encoding;
  std::vector<std::size_t> layers;
  std::vector<std::size_t> samples;

  std::string name(std::size_t depth, std::size_t count) const {
    return sentence("{} {}: {}", encoding, count, layers_text(layers[depth]));
  }
};

Part without_encoding(StackSize size) {
  if (size == StackSize::kQuick) return {"none", {0, 1, 4}, {100, 300}};
  return {"none", {0, 1, 4}, {30, 100, 300, 1000}};
}
Part with_encoding(StackSize size) {
  if (size == StackSize::kQuick) return {"learned", {0, 1, 4}, {100, 1000}};
  return {"learned", {0, 1, 8}, {10, 30, 100, 300, 1000}};
}

constexpr std::size_t kFew = 100;

// About as many steps whatever the number of sequences.
std::vector<Configuration> configurations(StackSize size) {
  const std::size_t steps = size == StackSize::kQuick ? 400 : 1000;
  std::vector<Configuration> all;
  for (const Part& part : {without_encoding(size), with_encoding(size)}) {
    for (std::size_t k = 0; k < part.layers.size(); ++k) {
      for (const std::size_t samples : part.samples) {
        const std::size_t batches = (samples - 1) / Settings().batch_size + 1;
        all.push_back(
            trained_with(part.name(k, samples),
                         sentence("--lr 0.003 --encoding {} --layers {} --samples {} --epochs {}",
                                  part.encoding, part.layers[k], samples, steps / batches)));
      }
    }
  }
  return all;
}

StackTable errors_table(const std::string& title, const Part& part, const char* quantity) {
  return table_of(title, "sequences", texts_of(part.samples), layers_texts(part.layers),
                  [&](std::size_t r, std::size_t c) {
                    return TableEntry{part.name(c, part.samples[r]), quantity};
                  });
}

std::vector<StackTable> tables(StackSize size) {
  const Part none = without_encoding(size);
  const std::string any = none.name(0, none.samples[0]);
  return {errors_table("No encoding: squared error on the sequences of training", none,
                       quantity::kTraining),
          errors_table("No encoding: squared error on fresh sequences", none, quantity::kFresh),
          errors_table("Learned encoding: squared error on fresh sequences", with_encoding(size),
                       quantity::kFresh),
          {"What guessing costs on fresh sequences",
           "who guesses",
           {"error"},
           {{"the mean position", {{any, quantity::kGuessing}}},
            {"the middle, knowing the length", {{any, quantity::kGuessingMiddle}}}}}};
}

struct Said {
  std::string text;
  bool is_bad;
};

// Trained on few sequences without encoding: whether one layer overfits, and how the deepest does.
Said by_heart(const Results& results, const Part& part) {
  const auto number = [&](std::size_t depth, const char* quantity) {
    return results.mean(part.name(depth, kFew), quantity);
  };
  const double training = number(1, quantity::kTraining);
  const double fresh = number(1, quantity::kFresh);
  const double guessing = number(1, quantity::kGuessing);
  const double deep_fresh = number(2, quantity::kFresh);
  const bool overfits = training < guessing / 2 && fresh > 1.5 * guessing;
  return {sentence("Without encoding, {} trained on {} sequences has an error of {} on them and {} "
                   "on fresh ones, where guessing costs {}: it {}; {} have {} and {}, which is {}.",
                   layers_text(part.layers[1]), kFew, training, fresh, guessing,
                   overfits ? "learns by heart" : "does not learn by heart",
                   layers_text(part.layers[2]), number(2, quantity::kTraining), deep_fresh,
                   deep_fresh > fresh ? "worse" : "no worse"),
          overfits};
}

// With a learned encoding: the deepest instead of one layer.
Said by_depth(const Results& results, const Part& part, std::size_t samples) {
  const Spread shallow = results.spread(part.name(1, samples), quantity::kFresh);
  const Spread deep = results.spread(part.name(2, samples), quantity::kFresh);
  const bool hurts = clearly_above(deep, shallow);
  return {sentence("{} instead of {} at {} sequences ({})", deep.mean, shallow.mean, samples,
                   hurts ? "depth hurts" : "not clearly more"),
          hurts};
}

Finding finding(const Results& results, StackSize size) {
  const Part learned = with_encoding(size);
  const Said heart = by_heart(results, without_encoding(size));
  const Said few = by_depth(results, learned, kFew);
  const Said many = by_depth(results, learned, learned.samples.back());
  const std::string text =
      sentence("{} With a learned encoding, {} instead of one have an error of {} and {}.",
               heart.text, layers_text(learned.layers[2]), few.text, many.text);
  if (few.is_bad && many.is_bad) return {Verdict::kHolds, "", text};
  if (few.is_bad) {
    return {Verdict::kHoldsWhen,
            sentence("there are fewer than about {} sequences", learned.samples.back()), text};
  }
  if (!heart.is_bad) return {Verdict::kRefuted, "", text};
  return {Verdict::kHoldsWhen, "one layer counts as deep: more do no more harm", text};
}

}  // namespace
}  // namespace stack_data

const Experiment kStackData = {"data", "With little data, deep stacks overfit.",
                               stack_data::configurations, stack_data::tables, stack_data::finding};
