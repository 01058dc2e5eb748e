#include "core/strict_float.h"

#include "cli/sweep_shards.h"

#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "files/file.h"
#include "files/sequence_file.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace {

// The seeds of the sweep, which are in order.
std::vector<std::uint64_t> seeds_in_file(const SweepCsv& file, const std::string& path) {
  try {
    return seeds_of(file.settings.at("seeds"));
  } catch (const UsageError& error) {
    refuse_file(path, error.what());
  }
}

// Throws where a run's seed is none of the sweep's.
void require_own_seeds(const SweepCsv& file, const std::string& path) {
  std::vector<std::uint64_t> seeds = seeds_in_file(file, path);
  std::sort(seeds.begin(), seeds.end());
  for (const auto& [seed, losses] : file.runs) {
    if (std::binary_search(seeds.begin(), seeds.end(), seed)) continue;
    refuse_file(path, "expected seeds of " + printable(file.settings.at("seeds")) +
                          ", found seed " + std::to_string(seed));
  }
}

// Throws where the file's settings are not those expected, with the first that differs.
void require_settings(const std::map<std::string, std::string>& expected, const SweepCsv& file,
                      const std::string& path) {
  for (const auto& [name, value] : expected) {
    const auto entry = file.settings.find(name);
    const std::string other = entry == file.settings.end() ? "none" : entry->second;
    if (other == value) continue;
    refuse_file(path, "expected " + name + " " + printable(value) + ", found " + printable(other));
  }
  for (const auto& [name, value] : file.settings) {
    if (expected.count(name) != 0) continue;
    refuse_file(path, "expected no " + name + ", found " + printable(value));
  }
  settings_in_file(file, path);
  require_own_seeds(file, path);
}

}  // namespace

std::vector<std::uint64_t> missing_seeds(const std::vector<std::uint64_t>& seeds,
                                         const Runs& runs) {
  std::vector<std::uint64_t> missing;
  for (const std::uint64_t seed : seeds) {
    if (runs.count(seed) == 0) missing.push_back(seed);
  }
  return missing;
}

std::map<std::string, std::string> sweep_settings(const Settings& settings,
                                                  const std::vector<std::uint64_t>& seeds,
                                                  const std::optional<Sequences>& data) {
  std::map<std::string, std::string> texts = texts_of(settings, {"seed"});
  texts["seeds"] = text_of_seeds(seeds);
  texts["data"] = data ? digest_of_sequences(*data) : "dummy";
  return texts;
}

Settings settings_in_file(const SweepCsv& file, const std::string& name) {
  const Settings settings = settings_from(file.settings, name, "the setting ", {"seed"});
  for (const auto& [seed, losses] : file.runs) {
    if (losses.size() == settings.epochs) continue;
    refuse_file(name, "expected " + std::to_string(settings.epochs) + " epochs of seed " +
                          std::to_string(seed) + ", found " + std::to_string(losses.size()));
  }
  return settings;
}

Runs runs_to_resume(const std::string& path, const std::map<std::string, std::string>& texts) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  const SweepCsv file = from_file(path, read_sweep_csv);
  require_settings(texts, file, path);
  return file.runs;
}

SweepCsv merged_sweep(const std::vector<std::string>& paths) {
  SweepCsv whole;
  for (const std::string& path : paths) {
    SweepCsv file = from_file(path, read_sweep_csv);
    if (whole.settings.empty()) whole.settings = file.settings;
    require_settings(whole.settings, file, path);
    whole.runs.merge(file.runs);
    if (file.runs.empty()) continue;
    std::vector<std::uint64_t> twice;  // what could not be moved over
    for (const auto& [seed, losses] : file.runs) twice.push_back(seed);
    refuse_file(path, "an earlier file has seed " + printable(text_of_seeds(twice)) + ", too");
  }
  const std::vector<std::uint64_t> missing =
      missing_seeds(seeds_in_file(whole, paths.front()), whole.runs);
  if (missing.empty()) return whole;
  throw std::runtime_error("these files lack seed " + printable(text_of_seeds(missing)));
}
