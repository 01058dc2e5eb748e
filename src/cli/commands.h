// The program as one function, and its commands. Each takes what follows its name on the command
// line and returns the exit status; each understands --help.
#pragma once

#include "cli/console.h"
#include "cli/options.h"
#include "training/gradcheck.h"
#include "training/recorded_runs.h"

#include <string>
#include <vector>

// Runs the command that `arguments` (without the program's name) ask for. A mistake or a
// failure becomes one line on console.err: `posembed: ...`. Returns the exit status.
int run_app(const Arguments& arguments, const Console& console);

int train_command(const Arguments& arguments, const Console& console);
int verify_command(const Arguments& arguments, const Console& console);
int inspect_command(const Arguments& arguments, const Console& console);
int predict_command(const Arguments& arguments, const Console& console);
int export_command(const Arguments& arguments, const Console& console);
int compare_command(const Arguments& arguments, const Console& console);
int sweep_command(const Arguments& arguments, const Console& console);
int stack_command(const Arguments& arguments, const Console& console);
int bench_command(const Arguments& arguments, const Console& console);
int gradcheck_command(const Arguments& arguments, const Console& console);

// What verify does with the recorded results: tries this machine's arithmetic, computes the
// functions' digest, trains each run, and compares. Prints a line for each and the verdict; returns
// the exit status.
int verify(const std::string& functions, const std::vector<RecordedRun>& runs,
           const Console& console);
// And gradcheck with the checks: prints a line for each and the verdict; returns the exit status.
int report_gradients(const std::vector<GradientCheck>& checks, const Console& console);
