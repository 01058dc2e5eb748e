#include "core/strict_float.h"

#include "cli/settings_options.h"

#include "core/decimal.h"
#include "files/file.h"

#include <array>
#include <cstddef>
#include <limits>
#include <new>
#include <stdexcept>

namespace {

// 1234567 as "1.2 MB".
std::string as_bytes(double bytes) {
  constexpr std::array<const char*, 7> kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return to_fixed(bytes, 1) + " " + kUnits[unit];
}

// Whether the machine would give so much memory in one piece, which it says without handing
// any out: pages count when they are written to.
bool can_allocate(double bytes) {
  if (bytes >= static_cast<double>(std::numeric_limits<std::ptrdiff_t>::max())) return false;
  void* volatile block = ::operator new(static_cast<std::size_t>(bytes), std::nothrow);
  ::operator delete(block);
  return block != nullptr;
}

}  // namespace

std::vector<Option> settings_options(Settings& settings, const std::set<std::string>& but) {
  std::vector<Option> options;
  for (const Setting& setting : settings_table(but)) {
    const std::string name = "--" + setting.key;
    const bool is_flag = setting.value_name.empty();
    options.push_back({name, setting.value_name,
                       setting.help + (is_flag ? "" : " (" + setting.get(settings) + ")"),
                       [&settings, setting, name, is_flag](const std::string& given) {
                         if (setting.set(settings, is_flag ? "on" : given)) return;
                         throw option::refusal(name, setting.expected, given);
                       }});
  }
  return options;
}

Settings settings_from(const std::map<std::string, std::string>& texts, const std::string& name,
                       const std::string& what, const std::set<std::string>& but) {
  Settings settings;
  for (const Setting& setting : settings_table(but)) {
    const auto entry = texts.find(setting.key);
    if (entry == texts.end()) refuse_file(name, "expected " + what + setting.key + ", found none");
    const std::string& text = entry->second;
    const bool known = setting.set(settings, text);
    if (known && setting.get(settings) == text) continue;
    const bool plain = known || setting.value_name.empty();
    refuse_file(name,
                "metadata " + setting.key + ": " +
                    (plain ? "expected a setting, found " + text
                           : option::refusal("--" + setting.key, setting.expected, text).what()));
  }
  return settings;
}

void require_memory(const Settings& settings) {
  const double bytes = memory_needed(settings);
  if (can_allocate(bytes)) return;
  throw UsageError(
      "these sizes need " + as_bytes(bytes) +
      " of memory, more than this machine gives: --samples " + std::to_string(settings.samples) +
      " --max-seq-len " + std::to_string(settings.max_seq_len) + " --vocab-size " +
      std::to_string(settings.vocab_size) + " --d-model " + std::to_string(settings.d_model));
}

void require_memory(const Settings& settings, const std::string& name) {
  try {
    require_memory(settings);
  } catch (const UsageError& error) {
    refuse_file(name, error.what());
  }
}
