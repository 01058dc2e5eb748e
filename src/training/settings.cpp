#include "core/strict_float.h"

#include "training/settings.h"

#include "core/decimal.h"
#include "core/named.h"
#include "models/activations.h"

#include <array>
#include <cassert>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <type_traits>

namespace {

// Where the generators' and floats' own limits lie.
constexpr std::uint64_t kMostSamples = UINT32_MAX / 20;  // PyTorch permutes more otherwise
constexpr std::uint64_t kMostDimensions = 1U << 24U;
constexpr std::uint64_t kMostEpochs = 1000000000;
constexpr std::uint64_t kMostSteps = 1000000000;
constexpr std::uint64_t kMostLayers = 1000;
constexpr double kLargestRate = 1e20;  // of lr and eps: what Adam makes of it fits a float

// A member of Settings, or of one of its parts; const where they are.
template <class AnySettings, class Part, class Value>
auto& at(AnySettings& settings, Value Part::*member) {
  if constexpr (std::is_same_v<Part, AdamOptions>) {
    return settings.adam.*member;
  } else if constexpr (std::is_same_v<Part, StackOptions>) {
    return settings.stack.*member;
  } else {
    return settings.*member;
  }
}

// The setting of a member: `write` makes a text of its value, `read` a value of a text, or nothing.
template <class Part, class Value, class Write, class Read>
Setting setting_of(Value Part::*member, Setting setting, const Write& write, const Read& read) {
  setting.get = [=](const Settings& settings) { return write(at(settings, member)); };
  setting.set = [=](Settings& settings, const std::string& text) {
    const auto value = read(text);
    if (value) at(settings, member) = static_cast<Value>(*value);
    return value.has_value();
  };
  return setting;
}

template <class Part, class Whole>
Setting whole_number(const char* group, const std::string& key, Whole Part::*member,
                     std::uint64_t least, std::uint64_t most, const std::string& help) {
  const std::string expected =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto write = [](Whole value) { return std::to_string(value); };
  const auto read = [=](const std::string& text) { return whole_from_decimal(text, least, most); };
  return setting_of(member, {group, key, "N", help, expected}, write, read);
}

// From 0 to `most`; `bound` says whether `most` itself is allowed.
enum class Bound { kAtMost, kBelow };
Setting number(const std::string& key, double AdamOptions::*member, double most, Bound bound,
               const std::string& help) {
  const bool below = bound == Bound::kBelow;
  const std::string expected =
      (below ? "a number from 0 to below " : "a number from 0 to ") + to_decimal(most);
  const auto read = [=](const std::string& text) {
    const std::optional<double> value = from_decimal(text);
    const bool fits = value && *value >= 0 && (below ? *value < most : *value <= most);
    return fits ? value : std::nullopt;
  };
  return setting_of(member, {group::kAdam, key, "X", help, expected}, to_decimal, read);
}

// One of a table's rows, by their names.
template <class Part, class Row, std::size_t N>
Setting choice(const char* group, const std::string& key, const Row* Part::*member,
               const std::array<Row, N>& rows, const std::string& help) {
  std::vector<std::string> names;
  std::string expected;
  for (const Row& row : rows) {
    if (!names.empty()) expected += names.size() + 1 < N ? ", " : " or ";
    expected += names.emplace_back(row.name);
  }
  const auto write = [](const Row* row) { return std::string(row->name); };
  const auto read = [&rows](const std::string& text) {
    const Row* found = find_named(rows, text);
    return found == nullptr ? std::nullopt : std::optional(found);
  };
  return setting_of(member, {group, key, "NAME", help + ": " + expected, expected, {}, {}, names},
                    write, read);
}

template <class Part>
Setting flag(const char* group, const std::string& key, bool Part::*member,
             const std::string& help) {
  const auto write = [](bool on) { return std::string(on ? "on" : "off"); };
  const auto read = [](const std::string& text) {
    return text == "on" || text == "off" ? std::optional(text == "on") : std::nullopt;
  };
  return setting_of(member, {group, key, "", help, "off or on"}, write, read);
}

// --d-model 16, or --causal
std::string option_of(const Setting& setting, const std::string& value) {
  return "--" + setting.key + (setting.value_name.empty() ? "" : " " + value);
}

double weights_of_layer(const Settings& settings) {
  const auto d_model = static_cast<double>(settings.d_model);
  const auto d_ff = static_cast<double>(settings.model_sizes().d_ff());
  return d_model * (4 * d_model + 2 * d_ff + 9) + d_ff;
}

}  // namespace

std::vector<Setting> settings_table(const std::set<std::string>& but) {
  using namespace group;
  std::vector<Setting> table = {
      whole_number(kData, "seed", &Settings::seed, 0, UINT64_MAX, "seed of every random draw"),
      whole_number(kData, "max-seq-len", &Settings::max_seq_len, 1, kMostPositions,
                   "length of the longest sequence, and positions in the table"),
      whole_number(kData, "vocab-size", &Settings::vocab_size, 1, kMostTokens, "different tokens"),
      whole_number(kModel, "d-model", &Settings::d_model, 1, kMostDimensions,
                   "numbers in each embedding"),
      choice(kModel, "encoding", &Settings::encoding, kEncodings, "of positions"),
      whole_number(kTraining, "batch-size", &Settings::batch_size, 1, kMostSamples,
                   "sequences in each step"),
      whole_number(kData, "samples", &Settings::samples, 1, kMostSamples,
                   "dummy sequences to train on"),
      whole_number(kTraining, "epochs", &Settings::epochs, 0, kMostEpochs,
                   "passes over the sequences"),
      flag(kTraining, "shuffle", &Settings::shuffle, "a new order of the sequences each epoch"),
      number("lr", &AdamOptions::lr, kLargestRate, Bound::kAtMost,
             "Adam's learning rate, about how far a step moves a weight"),
      number("beta1", &AdamOptions::beta1, 1, Bound::kBelow, "Adam's decay of the mean gradient"),
      number("beta2", &AdamOptions::beta2, 1, Bound::kBelow,
             "Adam's decay of the mean squared gradient"),
      number("eps", &AdamOptions::eps, kLargestRate, Bound::kAtMost,
             "what Adam adds to the divisor"),
  };
  const std::vector<Setting> later = {
      whole_number(kAdam, "warmup", &AdamOptions::warmup, 0, kMostSteps,
                   "steps over which the learning rate grows to --lr"),
      choice(kAdam, "decay", &AdamOptions::decay, kDecays, "how the rate falls to 0 at the end"),
      number("clip", &AdamOptions::clip, kLargestRate, Bound::kAtMost,
             "largest norm of all gradients together; 0 for any"),
      number("weight-decay", &AdamOptions::weight_decay, 1000, Bound::kAtMost,
             "what AdamW takes off each weight, times the rate"),
      whole_number(kModel, "positions", &Settings::positions, 0, kMostPositions,
                   "positions that the model can take; 0 for max-seq-len"),
      choice(kData, "target", &Settings::target, kTargets, "what is to be predicted"),
      whole_number(kLayers, "layers", &StackOptions::layers, 0, kMostLayers,
                   "self-attention layers"),
      whole_number(kLayers, "heads", &StackOptions::heads, 1, kMostDimensions,
                   "heads of each layer"),
      whole_number(kLayers, "d-ff", &StackOptions::d_ff, 0, kMostDimensions,
                   "width of each feed-forward layer; 0 for 4 d-model"),
      choice(kLayers, "norm", &StackOptions::norm, kNorms, "where each layer normalises"),
      flag(kLayers, "causal", &StackOptions::causal, "no place sees a later one"),
      flag(kLayers, "no-skip", &StackOptions::no_skip, "without the connections around each layer"),
      flag(kLayers, "no-feed-forward", &StackOptions::no_feed_forward, "attention alone"),
  };
  for (const Setting& setting : later) {
    table.push_back(setting);
    table.back().is_later = true;
  }
  const auto is_out = [&](const Setting& setting) { return but.count(setting.key) != 0; };
  const auto rest = std::remove_if(table.begin(), table.end(), is_out);
  assert(table.end() - rest == static_cast<std::ptrdiff_t>(but.size()));
  table.erase(rest, table.end());
  return table;
}

std::map<std::string, std::string> texts_of(const Settings& settings,
                                            const std::set<std::string>& but) {
  std::map<std::string, std::string> texts;
  for (const Setting& setting : settings_table(but)) {
    const std::string text = setting.get(settings);
    if (!setting.is_later || text != setting.get(Settings())) texts[setting.key] = text;
  }
  return texts;
}

Settings settings_of(const std::string& options) {
  const std::vector<Setting> table = settings_table();
  Settings settings;
  std::istringstream words(options);
  for (std::string word; words >> word;) {
    const auto setting = std::find_if(table.begin(), table.end(),
                                      [&](const Setting& s) { return "--" + s.key == word; });
    if (setting == table.end()) throw std::invalid_argument("no setting " + word);
    word = "on";
    if (!setting->value_name.empty()) words >> word;
    if (!setting->set(settings, word)) throw std::invalid_argument("no " + setting->key);
  }
  return settings;
}

std::string options_of(const Settings& settings, const std::set<std::string>& but,
                       const Settings& base) {
  std::string options;
  for (const Setting& setting : settings_table(but)) {
    const std::string value = setting.get(settings);
    if (value != setting.get(base)) options += " " + option_of(setting, value);
  }
  return options;
}

std::string contradiction(const Settings& settings) {
  const StackOptions& stack = settings.stack;
  const std::string encoding = settings.encoding->name;
  const std::string target = settings.target->name;
  if (settings.positions != 0 && settings.positions < settings.max_seq_len) {
    return "--positions expects at least --max-seq-len " + std::to_string(settings.max_seq_len) +
           ", or 0 for as many, but got " + std::to_string(settings.positions);
  }
  if (stack.layers == 0) {
    const std::string needs = " needs self-attention: expected --layers of at least 1, got 0";
    if (settings.encoding->needs_layers()) return "--encoding " + encoding + needs;
    if (!settings.target->is_position) return "--target " + target + needs;
    for (const Setting& setting : settings_table()) {
      const std::string value = setting.get(settings);
      if (setting.group != group::kLayers || value == setting.get(Settings())) continue;
      return option_of(setting, value) + needs;
    }
    return "";
  }
  const std::string cut = "--d-model " + std::to_string(settings.d_model) + " by --heads " +
                          std::to_string(stack.heads);
  if (settings.d_model % stack.heads != 0) {
    return "expected heads that divide d-model, got " + cut;
  }
  if (settings.encoding->is_rotary && settings.d_model / stack.heads % 2 != 0) {
    return "--encoding " + encoding + " expects heads of an even width, got " + cut;
  }
  return "";
}

double memory_needed(const Settings& settings, std::size_t threads) {
  const auto d_model = static_cast<double>(settings.d_model);
  const auto layers = static_cast<double>(settings.stack.layers);
  const auto samples = static_cast<double>(settings.samples);
  const auto longest = static_cast<double>(settings.max_seq_len);
  const auto positions = static_cast<double>(settings.most_positions());
  const double length = (longest + 1) / 2;
  // Of each row value and both of Adam's states, its score, and the scale of its gradient; of a
  // token's, also when a batch last named it. With layers, the gradient is dense.
  const double copies = layers == 0 ? 3 : 4;
  const double token_row = copies * d_model + 3;
  const double position_row = settings.encoding->learned          ? copies * d_model + 2
                              : settings.encoding->adds_vectors() ? d_model + 2
                                                                  : 1;
  const double sequences = std::min(samples, static_cast<double>(settings.batch_size));
  const double places = sequences * length;
  const double pairs = sequences * longest * (longest + 1) / 3;  // the mean of length^2, about
  const double weights = static_cast<double>(settings.vocab_size) * token_row +
                         positions * position_row + layers * 4 * weights_of_layer(settings);
  const ModelSizes sizes = settings.model_sizes();
  // Of each thread one for a head's backward pass.
  const double squares =
      std::min(static_cast<double>(threads), sequences * static_cast<double>(settings.stack.heads));
  const double activations = layers == 0 ? 0
                                         : saved_activations(sizes, places, pairs) +
                                               shared_activations(sizes, places, longest) +
                                               (squares - 1) * longest * longest;
  const double tokens = samples * length;
  const double order = samples * (settings.shuffle ? 3 : 2) * sizeof(std::size_t);
  return (weights + activations) * sizeof(float) + tokens * sizeof(std::int32_t) + order +
         places * 5 * sizeof(float);
}
