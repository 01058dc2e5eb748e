// The program, as one function.
#pragma once

#include "cli/console.h"
#include "cli/options.h"

// Runs the command that `arguments` (without the program's name) ask for. A mistake or a
// failure becomes one line on console.err: `posembed: ...`. Returns the exit status.
int run_app(const Arguments& arguments, const Console& console);
