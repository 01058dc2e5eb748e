#include "core/strict_float.h"

#include "cli/settings_options.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/named.h"
#include "core/workers.h"
#include "files/file.h"
#include "files/system.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <new>

namespace {

// 1234567 as "1.2 MB".
std::string as_bytes(double bytes) {
  constexpr std::array<const char*, 7> kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return to_fixed(bytes, 1) + " " + kUnits[unit];
}

#if defined(__EMSCRIPTEN__)
constexpr const char* kGiver = "a browser gives to a page";
#else
constexpr const char* kGiver = "this machine gives";
#endif
constexpr double kOwn = 16e6;  // of the program itself; a run that needs less is not asked about

// Whether so much memory may be had in one piece: by the control groups, and by the machine, which
// says so without handing any out: pages count when they are written to.
bool can_allocate(double bytes) {
  if (bytes > kOwn && bytes + kOwn > os::memory_limit()) return false;
  if (bytes >= static_cast<double>(std::numeric_limits<std::ptrdiff_t>::max())) return false;
  void* volatile block = ::operator new(static_cast<std::size_t>(bytes), std::nothrow);
  ::operator delete(block);
  return block != nullptr;
}

// In words for the live page, where the key says too little; and the ends of its slider.
struct Knob {
  const char *name, *words, *least, *most;
};
constexpr std::array<Knob, 17> kKnobs = {{{"max-seq-len", "longest sequence", "1", "60"},
                                          {"vocab-size", "vocabulary", "2", "1000"},
                                          {"d-model", "size of a vector", "1", "64"},
                                          {"batch-size", "batch", "1", "200"},
                                          {"samples", "training data", "10", "5000"},
                                          {"epochs", "epochs", "0", "200"},
                                          {"lr", "learning rate", "0.0001", "0.1"},
                                          {"beta1", "memory for slopes", "", ""},
                                          {"beta2", "memory for sizes", "", ""},
                                          {"warmup", "warm-up", "0", "200"},
                                          {"clip", "largest slope", "0", "10"},
                                          {"weight-decay", "weight decay", "0", "1"},
                                          {"positions", "room for positions", "0", "60"},
                                          {"layers", "layers", "0", "6"},
                                          {"heads", "heads", "1", "16"},
                                          {"d-ff", "width inside a layer", "0", "256"},
                                          {"causal", "look back only", "", ""}}};

constexpr std::size_t kMostSeeds = 1000000;

// One part between commas: N or A..B.
void append_seeds(std::vector<std::uint64_t>& seeds, const std::string& part,
                  const std::string& list) {
  const std::size_t dots = part.find("..");
  const std::optional<std::uint64_t> first = whole_from_decimal(part.substr(0, dots));
  const std::optional<std::uint64_t> last =
      dots == std::string::npos ? first : whole_from_decimal(part.substr(dots + 2));
  if (!first || !last || *last < *first) {
    throw option::refusal("--seeds", "whole numbers and ranges such as 0..999 or 1,5,10..20", list);
  }
  if (*last - *first >= kMostSeeds - seeds.size()) {
    throw option::refusal("--seeds", "at most " + std::to_string(kMostSeeds) + " seeds", list);
  }
  for (std::uint64_t seed = *first;; ++seed) {
    seeds.push_back(seed);
    if (seed == *last) break;
  }
}

Option as_option(const Setting& setting, const std::string& help) {
  const std::string name = "--" + setting.key;
  const auto take = [=](const std::string& value) {
    Settings any;
    const bool is_flag = setting.value_name.empty();
    if (!is_flag && !setting.set(any, value)) throw option::refusal(name, setting.expected, value);
  };
  return {name, setting.value_name, help, take, '\0', setting.choices};
}

}  // namespace

Options settings_options(const std::set<std::string>& but, const Settings& defaults) {
  Options options;
  for (const Setting& setting : settings_table(but)) {
    const std::string end = setting.value_name.empty() ? "" : " (" + setting.get(defaults) + ")";
    options.push_back(as_option(setting, setting.help + end));
  }
  return options;
}

Options untold_options() {
  const std::set<std::string> untold = {"encoding", "positions", "target",  "heads",
                                        "norm",     "causal",    "no-skip", "no-feed-forward"};
  Options options;
  for (const Setting& setting : settings_table()) {
    if (untold.count(setting.key) != 0) options.push_back(as_option(setting, setting.help));
  }
  return options;
}

Settings settings_in(const Given& given, const Settings& defaults) {
  Settings settings = defaults;
  for (const Setting& setting : settings_table()) {
    const std::string name = "--" + setting.key;
    if (given.has(name))
      setting.set(settings, setting.value_name.empty() ? "on" : given.text(name));
  }
  return settings;
}

std::string settings_json() {
  const auto setting_json = [](const Setting& setting) {
    const Knob* found = find_named(kKnobs, setting.key);
    const char* key = setting.key.c_str();
    const Knob knob = found == nullptr ? Knob{key, key, "", ""} : *found;
    std::vector<std::string> refused;
    for (const std::string& choice : setting.choices) {
      Settings settings;
      setting.set(settings, choice);
      if (!contradiction(settings).empty()) refused.push_back(choice);
    }
    return json::object({{"group", json::quoted(setting.group)},
                         {"key", json::quoted(setting.key)},
                         {"words", json::quoted(knob.words)},
                         {"least", json::quoted(knob.least)},
                         {"most", json::quoted(knob.most)},
                         {"value_name", json::quoted(setting.value_name)},
                         {"help", json::quoted(setting.help)},
                         {"expected", json::quoted(setting.expected)},
                         {"default", json::quoted(setting.get(Settings()))},
                         {"choices", json::array(setting.choices, json::quoted)},
                         {"needs_layers", json::array(refused, json::quoted)}});
  };
  return json::array(settings_table(), setting_json, ",\n");
}

Settings settings_from(const std::map<std::string, std::string>& texts, const std::string& name) {
  Settings settings;
  for (const Setting& setting : settings_table()) {
    const auto entry = texts.find(setting.key);
    if (entry == texts.end() && setting.is_later) continue;
    if (entry == texts.end()) {
      refuse_file(name, "expected metadata " + setting.key + ", found none");
    }
    const std::string& text = entry->second;
    const bool known = setting.set(settings, text);
    if (known && setting.get(settings) == text) continue;
    const bool plain = known || setting.value_name.empty();
    refuse_file(name,
                "metadata " + setting.key + ": " +
                    (plain ? "expected a setting, found " + printable(text)
                           : option::refusal("--" + setting.key, setting.expected, text).what()));
  }
  return settings;
}

void require_possible(const Settings& settings) {
  const std::string why_not = contradiction(settings);
  if (!why_not.empty()) throw UsageError(why_not);
  const double bytes = memory_needed(settings);
  if (can_allocate(bytes)) return;
  std::string sizes;
  const auto add = [&](const char* option, std::size_t size) {
    sizes.append(" --").append(option).append(" ").append(std::to_string(size));
  };
  add("samples", settings.samples);
  add("max-seq-len", settings.max_seq_len);
  add("vocab-size", settings.vocab_size);
  add("d-model", settings.d_model);
  if (settings.stack.layers > 0) {
    add("batch-size", settings.batch_size);
    add("layers", settings.stack.layers);
    add("heads", settings.stack.heads);
    add("d-ff", settings.model_sizes().d_ff());
  }
  throw UsageError("these sizes need " + as_bytes(bytes) + " of memory, more than " + kGiver + ":" +
                   sizes);
}

std::size_t possible_jobs(const Given& given, std::size_t usual, const std::vector<Run>& runs) {
  std::set<const Configuration*> configurations;  // each of which has many seeds
  double each = 0;
  for (const Run& run : runs) {
    if (!configurations.insert(run.configuration).second) continue;
    const Settings& settings = run.configuration->settings;
    const double bytes = memory_needed(settings);
    if (bytes <= each) continue;
    require_possible(settings);
    each = bytes;
  }
  const auto asked = static_cast<std::size_t>(std::min<std::uint64_t>(
      given.number("--jobs", usual), std::max<std::size_t>(runs.size(), 1)));
  std::size_t jobs = asked;
  while (jobs > 1 && !can_allocate(static_cast<double>(jobs) * each)) --jobs;
  if (jobs == asked || !given.has("--jobs")) return jobs;
  throw UsageError(std::to_string(asked) + " runs at a time need " +
                   as_bytes(static_cast<double>(asked) * each) + " of memory, more than " + kGiver +
                   ": expected --jobs " + std::to_string(jobs) + " or fewer");
}

// The default is not told as a number: the man page is made elsewhere.
Option threads_option() {
  return option::whole_number("--threads", 1, 1024, "that share a run's work (one per processor)");
}

std::size_t possible_threads(const Given& given, const Settings& settings) {
  const double weights = static_cast<double>(settings.vocab_size + settings.most_positions()) *
                         static_cast<double>(settings.d_model);
  if (settings.stack.layers == 0 && weights * kUpdateWork < Workers::kWorth) return 1;
  auto threads = static_cast<std::size_t>(given.number("--threads", os::processors()));
  while (threads > 1 && !can_allocate(memory_needed(settings, threads))) --threads;
  return threads;
}

std::vector<std::uint64_t> seeds_of(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    append_seeds(seeds, text.substr(start, comma - start), text);
    start = comma + 1;
  }
  std::vector<std::uint64_t> sorted = seeds;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    throw option::refusal("--seeds", "each seed once, not " + std::to_string(*twice) + " twice",
                          text);
  }
  return seeds;
}
