#include "core/strict_float.h"

#include "cli/sweep_shards.h"

#include "cli/settings_options.h"
#include "files/file.h"
#include "files/sequence_file.h"

#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace {

[[noreturn]] void refuse_sweep(const std::string& path, const std::string& what,
                               const std::string& found) {
  throw std::runtime_error(path + ": expected " + what + ", found " + found);
}

// Throws where the settings are not those expected, with the first that differs.
void require_settings(const std::map<std::string, std::string>& expected,
                      const std::map<std::string, std::string>& found, const std::string& path) {
  for (const auto& [name, value] : expected) {
    const auto entry = found.find(name);
    const std::string other = entry == found.end() ? "none" : entry->second;
    if (other != value) refuse_sweep(path, std::string(name).append(" ").append(value), other);
  }
  if (found.size() != expected.size()) throw std::runtime_error(path + ": unknown settings");
}

// The seeds that the settings list.
std::vector<std::uint64_t> listed_seeds(const SweepCsv& file, const std::string& path) {
  try {
    return seeds_of(file.settings.at("seeds"));
  } catch (const UsageError& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
}

void require_every_seed(const SweepCsv& sweep, const std::string& path) {
  const std::vector<std::uint64_t> missing = missing_seeds(listed_seeds(sweep, path), sweep.runs);
  if (missing.empty()) return;
  throw std::runtime_error("these files lack seed " + text_of_seeds(missing));
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
    refuse_sweep(name, std::to_string(settings.epochs) + " epochs of seed " + std::to_string(seed),
                 std::to_string(losses.size()));
  }
  return settings;
}

Runs runs_to_resume(const std::string& path, const std::map<std::string, std::string>& texts) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  const SweepCsv file = from_file(path, read_sweep_csv);
  require_settings(texts, file.settings, path);
  settings_in_file(file, path);
  return file.runs;
}

SweepCsv merged_sweep(const std::vector<std::string>& paths) {
  SweepCsv whole = from_file(paths.front(), read_sweep_csv);
  settings_in_file(whole, paths.front());
  for (std::size_t k = 1; k < paths.size(); ++k) {
    SweepCsv file = from_file(paths[k], read_sweep_csv);
    require_settings(whole.settings, file.settings, paths[k]);
    settings_in_file(file, paths[k]);
    whole.runs.merge(file.runs);
    if (file.runs.empty()) continue;
    std::vector<std::uint64_t> twice;  // what could not be moved over
    for (const auto& [seed, losses] : file.runs) twice.push_back(seed);
    throw std::runtime_error(paths[k] + ": an earlier file has seed " + text_of_seeds(twice) +
                             ", too");
  }
  require_every_seed(whole, paths.front());
  return whole;
}
