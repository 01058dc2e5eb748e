#include "core/strict_float.h"

#include "cli/build_info.h"
#include "cli/commands.h"
#include "core/decimal.h"
#include "core/float_bits.h"
#include "core/float_environment.h"
#include "core/text_layout.h"

#include <system_error>
#include <thread>

namespace {

constexpr std::size_t kNameWidth = 12;

// A loss as 0x4276783d (61.6174201965332).
std::string loss_text(const RunResult& result, std::size_t epoch) {
  if (epoch > result.losses.size()) return "no such epoch";
  const std::uint32_t bits = result.losses[epoch - 1];
  return hexadecimal(bits) + " (" + to_decimal(float_of(bits)) + ")";
}

// What is wrong with the arithmetic here, or else in a thread, as sweep trains: some systems start
// threads with another setting.
std::string fault_of_arithmetic() {
  std::string fault = fault_of(float_environment());
  if (!fault.empty()) return fault;
  try {
    std::thread([&fault] { fault = fault_of(float_environment()); }).join();
  } catch (const std::system_error&) {  // no threads on this machine: sweep has none, either
  }
  return fault.empty() ? "" : "in a thread, " + fault;
}

// Prints the line of the arithmetic; whether all of it is as IEEE-754 has it by default.
bool check_arithmetic(std::ostream& out) {
  const std::string fault = fault_of_arithmetic();
  out << left_aligned("arithmetic", kNameWidth)
      << (fault.empty() ? "subnormals kept, rounded to nearest" : "WRONG: " + fault) << "\n";
  return fault.empty();
}

// Prints the line of the elementary functions; whether they gave the recorded bits.
bool check_functions(const std::string& recorded, std::ostream& out) {
  const bool same = digest_of_functions() == recorded;
  out << left_aligned("functions", kNameWidth)
      << "log, exp, sin, cos: " << (same ? "the same bits" : "DIFFERENT") << "\n";
  return same;
}

// Prints the run's line; whether it gave the recorded bits.
bool check_run(const RecordedRun& run, std::ostream& out) {
  const RunResult own = result_of(run.settings, run.data, run.stops);
  const std::size_t epoch = first_difference(run.recorded, own);
  out << left_aligned(run.name, kNameWidth) << own.losses.size() << " epochs, weights "
      << own.weights.substr(0, 16) << ": ";
  if (epoch == 0 && own.weights == run.recorded.weights) {
    out << "the same bits\n" << std::flush;
    return true;
  }
  if (epoch != 0) {
    out << "DIFFERENT from epoch " << epoch << " on\n  recorded   "
        << loss_text(run.recorded, epoch) << "\n  this build " << loss_text(own, epoch) << "\n";
  } else {
    out << "DIFFERENT weights, though every loss is the same\n  recorded   " << run.recorded.weights
        << "\n  this build " << own.weights << "\n";
  }
  return false;
}

constexpr const char* kLikelyCauses =
    "Likely causes, the most frequent first:\n"
    "  contraction of a*b + c to one instruction: compile with -ffp-contract=off\n"
    "  fast-math: compile without -ffast-math, -Ofast, -funsafe-math-optimizations\n"
    "  x87 arithmetic: compile with -msse2 -mfpmath=sse\n"
    "  a fault of the compiler: compile with -O1, or with another version\n"
    "posembed train --trace FILE writes digests of every step; diff of two machines' files names\n"
    "the first step and tensor that differ.\n";

// The source of training/recorded_values.cpp.
void print_record(const std::vector<RecordedRun>& runs, std::ostream& out) {
  out << "// Made by `posembed verify --record`; tests/README.md says when that is legitimate.\n"
         "#include \"core/strict_float.h\"\n\n"
         "#include \"training/recorded_runs.h\"\n\n"
         "const char* recorded_text() {\n  return R\"(functions: "
      << digest_of_functions() << "\n";
  constexpr std::size_t kInLine = 11;
  for (const RecordedRun& run : runs) {
    const RunResult own = result_of(run.settings, run.data, run.stops);
    out << run.name << ": " << own.weights;
    for (std::size_t i = 0; i < own.losses.size(); ++i) {
      out << (i % kInLine == 0 ? "\n" : " ") << hexadecimal(own.losses[i]).substr(2);
    }
    out << "\n";
  }
  out << ")\";\n}\n";
}

}  // namespace

int verify(const std::string& functions, const std::vector<RecordedRun>& runs,
           const Console& console) {
  if (!check_arithmetic(console.out)) {
    console.out << "\n" << build_info() << "\nNOT reproducible: nothing is trained this way\n";
    return kFailed;
  }
  bool same = check_functions(functions, console.out);
  for (const RecordedRun& run : runs) same = check_run(run, console.out) && same;
  console.out << "\n" << build_info() << "\n";
  if (same) {
    console.out << "reproducible: this build gives the recorded bits\n";
    return kDone;
  }
  console.out << "NOT reproducible: this build gives other bits than those recorded\n\n"
              << kLikelyCauses;
  return kFailed;
}

int verify_command(const Arguments& arguments, const Console& console) {
  bool record = false;
  if (!parse_options("verify",
                     "Trains a handful of recorded runs and compares every epoch's loss and all "
                     "final weights\nwith what is recorded in the source, bit by bit.",
                     {option::flag("--record", record,
                                   "prints src/training/recorded_values.cpp anew instead")},
                     arguments, console)) {
    return kDone;
  }
  if (!record) return verify(recorded_results().at("functions").weights, recorded_runs(), console);
  require_float_environment();
  print_record(recorded_runs(), console.out);
  return kDone;
}
