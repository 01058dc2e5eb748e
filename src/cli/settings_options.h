// The options that shape a run, shared by the commands that train.
#pragma once

#include "cli/options.h"
#include "training/settings.h"

#include <string>
#include <vector>

// --seed --max-seq-len --vocab-size --d-model --encoding --batch-size: all that one batch needs.
std::vector<Option> batch_options(Settings& settings);

// These, and what a whole run needs: --samples --epochs --shuffle and Adam's.
std::vector<Option> settings_options(Settings& settings);

// Throws UsageError where the run's sizes need more memory than this machine gives.
void require_memory(const Settings& settings);
// The same for sizes that the file `name` gives: throws std::runtime_error.
void require_memory(const Settings& settings, const std::string& name);
