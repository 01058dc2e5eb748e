// The man page, made of what `help` says.
#pragma once

#include "cli/options.h"

#include <string>
#include <vector>

// In the language of man(7): what the program is, each command with its options, and `results`, on
// streams and exit status.
std::string man_page(const std::string& about, const std::vector<CommandHelp>& commands,
                     const std::string& results);
