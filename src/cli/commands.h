// The commands. Each takes what follows its name on the command line and returns the exit
// status; each understands --help.
#pragma once

#include "cli/console.h"
#include "cli/options.h"

int train_command(const Arguments& arguments, const Console& console);
int verify_command(const Arguments& arguments, const Console& console);
int inspect_command(const Arguments& arguments, const Console& console);
int export_command(const Arguments& arguments, const Console& console);
int compare_command(const Arguments& arguments, const Console& console);
int sweep_command(const Arguments& arguments, const Console& console);
int bench_command(const Arguments& arguments, const Console& console);
int gradcheck_command(const Arguments& arguments, const Console& console);
