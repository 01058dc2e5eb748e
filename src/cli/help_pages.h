// What `help` says, for others than a terminal: completions for shells, of commands, their options,
// and the values of these where they are one of some names, or a file; and the man page.
#pragma once

#include "cli/options.h"

#include <string>
#include <vector>

inline const std::vector<std::string> kShells = {"bash", "zsh", "fish"};

// The script for one of kShells. Throws UsageError where the shell is no such.
std::string completion(const std::string& shell, const std::vector<Command>& commands);

// In the language of man(7): what the program is, each command with its options, and `results`, on
// streams and exit status.
std::string man_page(const std::string& about, const std::vector<Command>& commands,
                     const std::string& results);
