// Completions for shells, made of what `help` says: commands, their options, and the values of
// these where they are one of some names, or a file.
#pragma once

#include "cli/options.h"

#include <string>
#include <vector>

inline const std::vector<std::string> kShells = {"bash", "zsh", "fish"};

// The script for one of kShells. Throws UsageError where the shell is no such.
std::string completion(const std::string& shell, const std::vector<CommandHelp>& commands);
