#include "core/strict_float.h"

#include "training/settings_table.h"

#include "core/decimal.h"
#include "core/named.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
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

template <class Part, class Whole>
Setting whole_number(const char* group, const std::string& key, Whole Part::*member,
                     std::uint64_t least, std::uint64_t most, const std::string& help) {
  const std::string expected =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto get = [=](const Settings& settings) { return std::to_string(at(settings, member)); };
  const auto set = [=](Settings& settings, const std::string& text) {
    const std::optional<std::uint64_t> value = whole_from_decimal(text, least, most);
    if (value) at(settings, member) = static_cast<Whole>(*value);
    return value.has_value();
  };
  return {group, key, "N", help, expected, get, set};
}

// From 0 to `most`; `bound` says whether `most` itself is allowed.
enum class Bound { kAtMost, kBelow };
Setting number(const std::string& key, double AdamOptions::*member, double most, Bound bound,
               const std::string& help) {
  const bool below = bound == Bound::kBelow;
  const std::string expected =
      (below ? "a number from 0 to below " : "a number from 0 to ") + to_decimal(most);
  const auto get = [=](const Settings& settings) { return to_decimal(settings.adam.*member); };
  const auto set = [=](Settings& settings, const std::string& text) {
    const std::optional<double> value = from_decimal(text);
    const bool fits = value && *value >= 0 && (below ? *value < most : *value <= most);
    if (fits) settings.adam.*member = *value;
    return fits;
  };
  return {group::kAdam, key, "X", help, expected, get, set};
}

// One of a table's rows, by their names.
template <class Part, class Row, std::size_t N>
Setting choice(const char* group, const std::string& key, const Row* Part::*member,
               const std::array<Row, N>& rows, const std::string& help) {
  std::string expected = rows[0].name;
  for (std::size_t i = 1; i < N; ++i) {
    expected.append(i + 1 < N ? ", " : " or ").append(rows[i].name);
  }
  const auto get = [=](const Settings& settings) {
    return std::string(at(settings, member)->name);
  };
  const auto set = [member, &rows](Settings& settings, const std::string& text) {
    const Row* found = find_named(rows, text);
    if (found != nullptr) at(settings, member) = found;
    return found != nullptr;
  };
  Setting setting = {group, key, "NAME", help + ": " + expected, expected, get, set};
  for (const Row& row : rows) setting.choices.emplace_back(row.name);
  return setting;
}

template <class Part>
Setting flag(const char* group, const std::string& key, bool Part::*member,
             const std::string& help) {
  const auto get = [=](const Settings& settings) {
    return std::string(at(settings, member) ? "on" : "off");
  };
  const auto set = [=](Settings& settings, const std::string& text) {
    if (text != "on" && text != "off") return false;
    at(settings, member) = text == "on";
    return true;
  };
  return {group, key, "", help, "off or on", get, set};
}

Setting later(Setting setting) {
  setting.is_later = true;
  return setting;
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
      number("lr", &AdamOptions::lr, kLargestRate, Bound::kAtMost, "Adam's learning rate"),
      number("beta1", &AdamOptions::beta1, 1, Bound::kBelow, "Adam's decay of the mean gradient"),
      number("beta2", &AdamOptions::beta2, 1, Bound::kBelow,
             "Adam's decay of the mean squared gradient"),
      number("eps", &AdamOptions::eps, kLargestRate, Bound::kAtMost,
             "what Adam adds to the divisor"),
      later(whole_number(kAdam, "warmup", &AdamOptions::warmup, 0, kMostSteps,
                         "steps over which the learning rate grows to --lr")),
      later(whole_number(kModel, "positions", &Settings::positions, 0, kMostPositions,
                         "positions that the model can take; 0 for max-seq-len")),
      later(choice(kData, "target", &Settings::target, kTargets, "what is to be predicted")),
      later(whole_number(kLayers, "layers", &StackOptions::layers, 0, kMostLayers,
                         "self-attention layers")),
      later(whole_number(kLayers, "heads", &StackOptions::heads, 1, kMostDimensions,
                         "heads of each layer")),
      later(whole_number(kLayers, "d-ff", &StackOptions::d_ff, 0, kMostDimensions,
                         "width of each feed-forward layer; 0 for 4 d-model")),
      later(choice(kLayers, "norm", &StackOptions::norm, kNorms, "where each layer normalises")),
      later(flag(kLayers, "causal", &StackOptions::causal, "no place sees a later one")),
      later(flag(kLayers, "no-skip", &StackOptions::no_skip,
                 "without the connections around each layer")),
      later(flag(kLayers, "no-feed-forward", &StackOptions::no_feed_forward, "attention alone")),
  };
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
    if (value == setting.get(base)) continue;
    options += " --" + setting.key + (setting.value_name.empty() ? "" : " " + value);
  }
  return options;
}
