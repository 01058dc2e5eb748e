#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/stack_training.h"

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

Finding finding(const Results& results, StackSize size) {
  // Trained on few sequences without encoding: one layer, and the deepest.
  const Part none = without_encoding(size);
  const auto by_heart = [&](std::size_t depth, const char* quantity) {
    return results.mean(none.name(depth, kFew), quantity);
  };
  const double training = by_heart(1, quantity::kTraining);
  const double fresh = by_heart(1, quantity::kFresh);
  const double guessing = by_heart(1, quantity::kGuessing);
  const double deep_fresh = by_heart(2, quantity::kFresh);
  const bool overfits = training < guessing / 2 && fresh > 1.5 * guessing;
  // The same two with a learned encoding.
  const Part learned = with_encoding(size);
  const auto error = [&](std::size_t depth, std::size_t samples) {
    return results.spread(learned.name(depth, samples), quantity::kFresh);
  };
  const auto depth_hurts = [&](std::size_t samples) {
    return clearly_above(error(2, samples), error(1, samples));
  };
  const auto errors_text = [&](std::size_t samples) {
    return sentence("{} instead of {} at {} sequences ({})", error(2, samples).mean,
                    error(1, samples).mean, samples,
                    depth_hurts(samples) ? "depth hurts" : "not clearly more");
  };
  const std::size_t many = learned.samples.back();
  const std::string text = sentence(
      "Without encoding, {} trained on {} sequences has an error of {} on them and {} on fresh "
      "ones, where guessing costs {}: it {}; {} have {} and {}, which is {}. With a learned "
      "encoding, {} instead of one have an error of {} and {}.",
      layers_text(none.layers[1]), kFew, training, fresh, guessing,
      overfits ? "learns by heart" : "does not learn by heart", layers_text(none.layers[2]),
      by_heart(2, quantity::kTraining), deep_fresh, deep_fresh > fresh ? "worse" : "no worse",
      layers_text(learned.layers[2]), errors_text(kFew), errors_text(many));
  if (depth_hurts(kFew) && depth_hurts(many)) return {Verdict::kHolds, "", text};
  if (depth_hurts(kFew)) {
    return {Verdict::kHoldsWhen, sentence("there are fewer than about {} sequences", many), text};
  }
  if (!overfits) return {Verdict::kRefuted, "", text};
  return {Verdict::kHoldsWhen, "one layer counts as deep: more do no more harm", text};
}

}  // namespace
}  // namespace stack_data

const Experiment kStackData = {"data", "With little data, deep stacks overfit.",
                               stack_data::configurations, stack_data::tables, stack_data::finding};
