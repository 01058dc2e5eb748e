#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/stack_measures.h"
#include "training/evaluation.h"

#include <algorithm>
#include <map>
#include <utility>

// Does attention say why a stack answers as it does? The answer depends on the token before alone,
// so the true reason is known.
namespace stack_attention {
namespace {

constexpr const char* kAttention = "attention";
constexpr const char* kAttentionOf = "attention of each layer";
constexpr const char* kLast = "attention of the last layer";
constexpr const char* kRollout = "rollout";
constexpr const char* kLeaveOneOut = "leave-one-out";
constexpr const char* kRolloutLargest = "rollout finds it";
constexpr const char* kLeaveOneOutLargest = "leave-one-out finds it";
// Of one sequence of L places: the share of place j in what place i heeds, at i L + j.
constexpr const char* kAttentionMap = "attention map";
constexpr const char* kRolloutMap = "rollout map";
constexpr const char* kLeaveOneOutMap = "leave-one-out map";

std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, 4};
  return {1, 2, 4, 8};
}

// At the end the mean over some fresh sequences, and the maps of the first.
void append_epoch(Measurements& all, Trainer& trainer) {
  append_loss(all, trainer);
  if (!trainer.finished()) return;
  all.push_back({quantity::kFresh, 0, run_errors(trainer).fresh.mean_from(0)});
  constexpr std::size_t kSequences = 50;
  constexpr std::size_t kResamples = 4;
  auto& model = static_cast<Transformer<float>&>(trainer.model());
  const Settings& settings = trainer.settings();
  TorchRandom torch(~settings.seed);
  const Sequences data =
      sequences_of_length(kSequences, settings.max_seq_len, settings.vocab_size, torch);
  std::map<std::pair<std::string, std::size_t>, double> sums;  // by quantity and place
  for (std::size_t s = 0; s < kSequences; ++s) {
    const Ids tokens(data.sequence(s), data.sequence(s + 1));
    const Influences one = influences(model, tokens, kResamples, *settings.target, torch);
    sums[{kAttention, 0}] += share_before(one.attention);
    sums[{kLast, 0}] += share_before(one.layers.back());
    sums[{kRollout, 0}] += share_before(one.rollout);
    sums[{kLeaveOneOut, 0}] += share_before(one.leave_one_out);
    sums[{kRolloutLargest, 0}] += largest_before(one.rollout);
    sums[{kLeaveOneOutLargest, 0}] += largest_before(one.leave_one_out);
    for (std::size_t k = 0; k < one.layers.size(); ++k) {
      sums[{kAttentionOf, k + 1}] += share_before(one.layers[k]);
    }
    for (std::size_t k = 0; s == 0 && k < one.attention.size(); ++k) {
      const auto at = static_cast<double>(k);
      all.push_back({kAttentionMap, at, one.attention[k]});
      all.push_back({kRolloutMap, at, one.rollout[k]});
      all.push_back({kLeaveOneOutMap, at, one.leave_one_out[k]});
    }
  }
  for (const auto& [what, sum] : sums) {
    all.push_back({what.first, static_cast<double>(what.second), sum / kSequences});
  }
}

std::optional<Measurements> measure(const Settings& settings, const Stopped& stopped) {
  Trainer trainer(settings, std::nullopt, drawn<Transformer<float>>);
  return measured_in_training({}, trainer, stopped, append_epoch);
}

std::vector<Quantity> quantities(const Settings& settings) {
  const auto pairs = static_cast<double>(settings.max_seq_len * settings.max_seq_len);
  return {{quantity::kLoss, 1, static_cast<double>(settings.epochs), false, 0, true},
          {quantity::kFresh},
          {kAttentionMap, 0, pairs - 1},
          {kRolloutMap, 0, pairs - 1},
          {kLeaveOneOutMap, 0, pairs - 1},
          {kAttention},
          {kRollout},
          {kLeaveOneOut},
          {kRolloutLargest},
          {kLeaveOneOutLargest},
          {kLast},
          {kAttentionOf, 1, static_cast<double>(settings.stack.layers)}};
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  for (const std::size_t layers : depths(size)) {
    const std::string options = sentence(
        "--encoding rotary --target previous --lr 0.003 --heads 1 --layers {} {}", layers,
        size == StackSize::kQuick ? "--samples 3000 --epochs 5" : "--samples 4000 --epochs 10");
    all.push_back({layers_text(layers), settings_of(options), measure, quantities});
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  const Texts layers = layers_texts(depths(size));
  const Texts measured = {quantity::kFresh, kAttention,         kLast, kRollout, kLeaveOneOut,
                          kRolloutLargest,  kLeaveOneOutLargest};
  return {table_of("Target previous: error; share of the token before; how often it is found", "",
                   {"error", "attention", "last layer's", "rollout", "leave-one-out",
                    "rollout finds", "one-out finds"},
                   layers, [&](std::size_t r, std::size_t c) {
                     return TableEntry{layers[c], measured[r]};
                   })};
}

Finding finding(const Results& results, StackSize size) {
  const std::vector<std::size_t> all = depths(size);
  const std::size_t shallow = all.front();
  const std::size_t deep = all.back();
  const auto mean = [&](std::size_t layers, const char* quantity) {
    return results.mean(layers_text(layers), quantity);
  };
  const bool fades = mean(deep, kAttention) < 0.6 * mean(shallow, kAttention);
  const bool stays = mean(deep, kAttention) > 0.8 * mean(shallow, kAttention);
  const bool is_learned =
      mean(shallow, quantity::kFresh) < 0.5 && mean(deep, quantity::kFresh) < 0.5;
  const bool change_finds = std::all_of(all.begin(), all.end(), [&](std::size_t layers) {
    return mean(layers, kLeaveOneOutLargest) > 0.9;
  });
  const std::string text = sentence(
      "From {} to {}, of all attention the share on the one token that the answer depends on goes "
      "from {} to {}, of rollout from {} to {}, of the effect of changing a token from {} to {}: "
      "{}; changing the tokens {}.",
      layers_text(shallow), deep, mean(shallow, kAttention), mean(deep, kAttention),
      mean(shallow, kRollout), mean(deep, kRollout), mean(shallow, kLeaveOneOut),
      mean(deep, kLeaveOneOut),
      fades   ? "the deeper, the less attention points at the reason"
      : stays ? "attention points at the reason at every depth"
              : "attention points at the reason a little less",
      change_finds ? "finds it at every depth" : "does not always find it, either");
  if (!is_learned) return {Verdict::kNotShown, "", text + " But the task is not learned."};
  if (fades && change_finds) {
    return {Verdict::kHoldsWhen, "one reads attention, and not when one changes tokens", text};
  }
  if (fades) return {Verdict::kHolds, "", text};
  return {stays ? Verdict::kRefuted : Verdict::kNotShown, "", text};
}

}  // namespace
}  // namespace stack_attention

const Experiment kStackAttention = {
    "attention", "The deeper the stack, the harder it is to interpret.",
    stack_attention::configurations, stack_attention::tables, stack_attention::finding};
