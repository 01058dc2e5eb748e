#include "core/strict_float.h"

#include "experiments/stack.h"

#include "experiments/stack_training.h"
#include "experiments/token_influence.h"
#include "training/evaluation.h"

#include <algorithm>
#include <array>
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

constexpr std::size_t kResamples = 4;

constexpr std::array<std::pair<const char*, const char*>, 7> kTableRows = {
    {{"error", quantity::kFresh},
     {"attention", kAttention},
     {"last layer's", kLast},
     {"rollout", kRollout},
     {"leave-one-out", kLeaveOneOut},
     {"rollout finds", kRolloutLargest},
     {"one-out finds", kLeaveOneOutLargest}}};

std::vector<std::size_t> depths(StackSize size) {
  if (size == StackSize::kQuick) return {1, 4};
  return {1, 2, 4, 8};
}

Settings settings_of(std::size_t layers, StackSize size) {
  Settings settings;
  settings.samples = size == StackSize::kQuick ? 3000 : 4000;
  settings.epochs = size == StackSize::kQuick ? 5 : 10;
  settings.adam.lr = 0.003;
  settings.encoding = find_encoding("rotary");
  settings.target = &kTargets[1];
  settings.stack.layers = layers;
  settings.stack.heads = 1;
  return settings;
}

void append_map(Measurements& all, const char* name, const Influence& influence) {
  for (std::size_t k = 0; k < influence.size(); ++k) {
    all.push_back({name, static_cast<double>(k), influence[k]});
  }
}

// The mean over some fresh sequences, and the maps of the first.
void append_influences(Measurements& all, Trainer& trainer) {
  constexpr std::size_t kSequences = 50;
  auto& model = static_cast<Transformer<float>&>(trainer.model());
  const Settings& settings = trainer.settings();
  TorchRandom torch(~settings.seed);
  const Sequences data =
      sequences_of_length(kSequences, settings.max_seq_len, settings.vocab_size, torch);
  const std::size_t layers = settings.stack.layers;
  std::vector<double> of_layers(layers);
  std::vector<std::pair<const char*, double>> sums = {{kAttention, 0},
                                                      {kRollout, 0},
                                                      {kLeaveOneOut, 0},
                                                      {kRolloutLargest, 0},
                                                      {kLeaveOneOutLargest, 0}};
  for (std::size_t s = 0; s < kSequences; ++s) {
    const Influences one = influences(model, data, s, kResamples, *settings.target, torch);
    for (std::size_t k = 0; k < layers; ++k) of_layers[k] += share_before(one.layers[k]);
    sums[0].second += share_before(one.attention);
    sums[1].second += share_before(one.rollout);
    sums[2].second += share_before(one.leave_one_out);
    sums[3].second += largest_before(one.rollout);
    sums[4].second += largest_before(one.leave_one_out);
    if (s > 0) continue;
    append_map(all, kAttentionMap, one.attention);
    append_map(all, kRolloutMap, one.rollout);
    append_map(all, kLeaveOneOutMap, one.leave_one_out);
  }
  for (const auto& [name, sum] : sums) all.push_back({name, 0, sum / kSequences});
  all.push_back({kLast, 0, of_layers.back() / kSequences});
  for (std::size_t k = 0; k < layers; ++k) {
    all.push_back({kAttentionOf, static_cast<double>(k + 1), of_layers[k] / kSequences});
  }
}

std::optional<Measurements> measure(const Settings& settings, const Stopped& stopped) {
  Measurements all;
  Trainer trainer(settings, std::nullopt, drawn<Transformer<float>>);
  try {
    if (!train_and_append(all, trainer, stopped)) return std::nullopt;
  } catch (const Diverged&) {
    return all;
  }
  all.push_back({quantity::kFresh, 0, run_errors(trainer).fresh.mean_from(0)});
  append_influences(all, trainer);
  return all;
}

std::vector<Quantity> quantities(const Settings& settings) {
  const auto pairs = static_cast<double>(settings.max_seq_len * settings.max_seq_len);
  std::vector<Quantity> all = {
      {quantity::kLoss, 1, static_cast<double>(settings.epochs), false, 0, true},
      {quantity::kFresh}};
  for (const char* map : {kAttentionMap, kRolloutMap, kLeaveOneOutMap}) {
    all.push_back({map, 0, pairs - 1});
  }
  for (const char* share :
       {kAttention, kRollout, kLeaveOneOut, kRolloutLargest, kLeaveOneOutLargest, kLast}) {
    all.push_back({share});
  }
  all.push_back({kAttentionOf, 1, static_cast<double>(settings.stack.layers)});
  return all;
}

std::vector<Configuration> configurations(StackSize size) {
  std::vector<Configuration> all;
  for (const std::size_t layers : depths(size)) {
    all.push_back({layers_text(layers), settings_of(layers, size), measure, quantities});
  }
  return all;
}

std::vector<StackTable> tables(StackSize size) {
  StackTable table = {
      "Target previous: error; share of the token before; how often it is found", "", {}, {}};
  for (const std::size_t layers : depths(size)) table.heads.push_back(layers_text(layers));
  for (const auto& [name, quantity] : kTableRows) {
    TableRow row = {name, {}};
    for (const std::size_t layers : depths(size)) {
      row.entries.push_back({layers_text(layers), quantity});
    }
    table.rows.push_back(row);
  }
  return {table};
}

Finding finding(const Results& results, StackSize size) {
  const std::size_t shallow = depths(size).front();
  const std::size_t deep = depths(size).back();
  const auto mean = [&](std::size_t layers, const char* quantity) {
    return results.mean(layers_text(layers), quantity);
  };
  const auto change = [&](const char* quantity) {
    return three_digits(mean(shallow, quantity)) + " to " + three_digits(mean(deep, quantity));
  };
  const bool attention_fades = mean(deep, kAttention) < 0.6 * mean(shallow, kAttention);
  const bool attention_stays = mean(deep, kAttention) > 0.8 * mean(shallow, kAttention);
  const bool is_learned =
      mean(shallow, quantity::kFresh) < 0.5 && mean(deep, quantity::kFresh) < 0.5;
  const std::vector<std::size_t> all = depths(size);
  const bool change_finds = std::all_of(all.begin(), all.end(), [&](std::size_t layers) {
    return mean(layers, kLeaveOneOutLargest) > 0.9;
  });
  std::string sentence = "From " + layers_text(shallow) + " to " + std::to_string(deep) +
                         ", of all attention the share on the one token that the answer depends on "
                         "goes from " +
                         change(kAttention) + ", of rollout from " + change(kRollout) +
                         ", of the effect of changing a token from " + change(kLeaveOneOut) + ": ";
  sentence += attention_fades   ? "the deeper, the less attention points at the reason; "
              : attention_stays ? "attention points at the reason at every depth; "
                                : "attention points at the reason a little less; ";
  sentence += change_finds ? "changing the tokens finds it at every depth."
                           : "changing the tokens does not always find it, either.";
  if (!is_learned) return {Verdict::kNotShown, "", sentence + " But the task is not learned."};
  if (attention_fades && change_finds) {
    return {Verdict::kHoldsWhen, "one reads attention, and not when one changes tokens", sentence};
  }
  if (attention_fades) return {Verdict::kHolds, "", sentence};
  return {attention_stays ? Verdict::kRefuted : Verdict::kNotShown, "", sentence};
}

}  // namespace
}  // namespace stack_attention

const Experiment kStackAttention = {
    "attention", "The deeper the stack, the harder it is to interpret.",
    stack_attention::configurations, stack_attention::tables, stack_attention::finding};
