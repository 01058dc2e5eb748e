// The program as one function, and its commands.
#pragma once

#include "cli/options.h"
#include "training/gradcheck.h"
#include "training/recorded_runs.h"

#include <string>
#include <vector>

// Runs the command that `arguments` (without the program's name) ask for. A mistake or a
// failure becomes one line on console.err: `posembed: ...`. Returns the exit status.
int run_app(const Arguments& arguments, const Console& console);

Command train_command();
Command verify_command();
Command inspect_command();
Command predict_command();
Command export_command();
Command compare_command();
Command sweep_command();
Command stack_command();
Command bench_command();
Command gradcheck_command();

// A digest of many numbers, as it is recorded, and as this build makes it.
struct RecordedDigest {
  std::string name;
  std::string of;
  std::string (*make)();
  std::string recorded = {};
};
std::vector<RecordedDigest> recorded_digests();

// What verify does with the recorded results: tries this machine's arithmetic, makes each digest,
// trains each run, and compares. Prints a line for each and the verdict, or one JSON object;
// returns the exit status.
int verify(const std::vector<RecordedDigest>& digests, const std::vector<RecordedRun>& runs,
           const Console& console, bool as_json = false);
// And gradcheck with the checks: prints a line for each and the verdict; returns the exit status.
int report_gradients(const std::vector<GradientCheck>& checks, const Console& console,
                     bool as_json = false);

// What this program was built with, for reports of results that differ. Four lines: compiler,
// target, flags and library.
std::string build_info();

// What `help` says, for others than a terminal: completions for shells, of commands, their options,
// and the values of these where they are one of some names, or a file; and the man page.
inline const std::vector<std::string> kShells = {"bash", "zsh", "fish"};

// The script for one of kShells. Throws UsageError where the shell is no such.
std::string completion(const std::string& shell, const std::vector<Command>& commands);

// In the language of man(7): what the program is, each command with its options, and `results`, on
// streams and exit status.
std::string man_page(const std::string& about, const std::vector<Command>& commands,
                     const std::string& results);
