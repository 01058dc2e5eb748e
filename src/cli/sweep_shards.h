// What a sweep reads and writes: its CSV file, shards of it, and their settings.
#pragma once

#include "data/sequences.h"
#include "files/sweep_csv.h"
#include "training/settings.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Those of the seeds that have no run.
std::vector<std::uint64_t> missing_seeds(const std::vector<std::uint64_t>& seeds, const Runs& runs);

// The settings of a sweep over `seeds`, which are in order: those that its runs share, the seeds,
// and the data, "dummy" or its SHA-256.
std::map<std::string, std::string> sweep_settings(const Settings& settings,
                                                  const std::vector<std::uint64_t>& seeds,
                                                  const std::optional<Sequences>& data);

// The configuration that the file `name` was made with, seed apart.
Settings settings_in_file(const SweepCsv& file, const std::string& name);

// The runs that `path` holds already; none where there is no such file yet. Throws
// std::runtime_error where it is of another sweep.
Runs runs_to_resume(const std::string& path, const std::map<std::string, std::string>& texts);

// The files, shards of one sweep, put together. Throws std::runtime_error where their settings
// differ or a seed is missing or doubled, and names it.
SweepCsv merged_sweep(const std::vector<std::string>& paths);
