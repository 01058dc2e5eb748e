// The options that shape a run, shared by the commands that train.
#pragma once

#include "cli/options.h"
#include "experiments/runs.h"
#include "training/settings.h"

#include <map>
#include <set>
#include <string>
#include <vector>

// All settings as options, but those of these keys; and what they make of the defaults.
Options settings_options(const std::set<std::string>& but = {}, const Settings& defaults = {});
Settings settings_in(const Given& given, const Settings& defaults = {});

// The settings of a model that its tensors do not tell, as options without a default.
Options untold_options();

// All settings for programs, in the table's order: group, key, the same in words, least and most of
// a slider where it has one, value_name, help, expected, default, and the choices where it is one
// of them, and which of these need layers.
std::string settings_json();

// What texts_of made of settings, read back from the metadata of the file `name`. Throws
// std::runtime_error where one is missing, or not as we write it.
Settings settings_from(const std::map<std::string, std::string>& texts, const std::string& name);

// Throws UsageError where the run's sizes need more memory than this machine gives.
void require_possible(const Settings& settings);

// How many of these runs at a time memory has room for: as many as --jobs asks for, or `usual`, or
// fewer. Throws UsageError where --jobs asks for more, or not even one has room.
std::size_t possible_jobs(const Given& given, std::size_t usual, const std::vector<Run>& runs);

// --threads; and how many of them share a run: as many as it gives, or as there are processors, or
// fewer, where memory has no room for more. One where no loop of the run is worth sharing.
Option threads_option();
std::size_t possible_threads(const Given& given, const Settings& settings);

// The seeds that `text` lists, in its order; A..B includes both ends. Throws UsageError, in the
// name of --seeds, where it is no such list, names a seed twice, or more than a million.
std::vector<std::uint64_t> seeds_of(const std::string& text);
