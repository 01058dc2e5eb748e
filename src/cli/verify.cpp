#include "core/strict_float.h"

#include "cli/commands.h"
#include "core/decimal.h"
#include "core/digest.h"
#include "core/float_bits.h"
#include "core/float_environment.h"
#include "core/json.h"
#include "core/text_layout.h"
#include "core/workers.h"
#include "experiments/stack.h"
#include "files/runs_csv.h"
#include "lesson/snapshots.h"
#include "report/report_page.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

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

// What is recorded, and what this build gives.
struct Check {
  std::string name;
  std::string recorded;
  std::string own;
  std::size_t epoch = 0;  // the first that differs, or 0

  bool is_same() const { return epoch == 0 && own == recorded; }
};

std::string compared_json(const Check& check) {
  json::Object object;
  object.text("name", check.name).truth("same", check.is_same());
  object.raw("first_different_epoch", check.epoch == 0 ? "null" : std::to_string(check.epoch));
  return object.text("recorded", check.recorded).text("this_build", check.own).end();
}

// The run's result; with layers that of several threads, which share every loop, or else the first
// that is not as recorded.
RunResult checked_result(const RecordedRun& run, std::size_t& threads) {
  RunResult own;
  for (const std::size_t count : {1U, 2U, 5U}) {
    if (count > 1 && run.settings.stack.layers == 0) break;
    const Workers workers(threads = count, 0);
    own = result_of(run.settings, run.data, run.stops);
    if (first_difference(run.recorded, own) != 0 || own.weights != run.recorded.weights) break;
  }
  return own;
}

// Prints the run's line.
Check check_run(const RecordedRun& run, std::ostream& out) {
  std::size_t threads = 1;
  const RunResult own = checked_result(run, threads);
  const std::size_t epoch = first_difference(run.recorded, own);
  Check check = {run.name, run.recorded.weights, own.weights, epoch};
  out << left_aligned(run.name, kNameWidth) << own.losses.size() << " epochs, weights "
      << own.weights.substr(0, 16) << ": ";
  if (!check.is_same() && threads > 1) out << "with " << threads << " threads ";
  if (check.is_same()) {
    out << "the same bits\n" << std::flush;
  } else if (epoch != 0) {
    out << "DIFFERENT from epoch " << epoch << " on\n  recorded   "
        << loss_text(run.recorded, epoch) << "\n  this build " << loss_text(own, epoch) << "\n";
  } else {
    out << "DIFFERENT weights, though every loss is the same\n  recorded   " << check.recorded
        << "\n  this build " << check.own << "\n";
  }
  return check;
}

Check check_digest(const RecordedDigest& digest, std::ostream& out) {
  Check check = {digest.name, digest.recorded, digest.make()};
  out << left_aligned(digest.name, kNameWidth) << digest.of << ": "
      << (check.is_same() ? "the same bits\n" : "DIFFERENT\n") << std::flush;
  return check;
}

std::string digest_of(const std::string& text) {
  Sha256 digest;
  digest.add(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return digest.finish();
}

// The numbers of the pages of the notebook and of a small stack, which many functions make that no
// training calls.
std::string digest_of_pages() {
  std::string numbers;
  for (const char* layers : {"0", "1"}) {
    Trainer trainer(settings_of(std::string("--samples 100 --epochs 3 --layers ") + layers));
    Snapshots snapshots(trainer);
    while (!trainer.finished()) {
      snapshots.before_step(trainer);
      trainer.step();
      snapshots.after_step(trainer);
    }
    snapshots.finish(trainer);
    const RunSeen& run = snapshots.run();
    numbers += page_data(run, std::vector<Captions>(run.frames.size()));
  }
  return digest_of(numbers);
}

// All numbers of an experiment, at its small size.
std::string digest_of_experiment() {
  std::vector<Runs> all = {stack_runs(kStackStart, StackSize::kQuick, {0})};
  Runs& runs = all.front();
  make_runs(
      runs_of(all, {}), 1,
      [&](const Run& run, Measurements made) {
        runs.results.add(run.configuration->name, run.seed, std::move(made));
      },
      [] { return false; });
  std::ostringstream csv;
  write_runs_csv(csv, runs);
  return digest_of(csv.str());
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
         "const char* recorded_text() {\n  return R\"(";
  for (const RecordedDigest& digest : recorded_digests()) {
    out << digest.name << ": " << digest.make() << "\n";
  }
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

std::vector<RecordedDigest> recorded_digests() {
  std::vector<RecordedDigest> digests = {
      {"functions", "log, exp, sin, cos", digest_of_functions},
      {"pages", "the numbers of two reports", digest_of_pages},
      {"experiment", "the numbers of stack start --quick", digest_of_experiment}};
  const std::map<std::string, RunResult> recorded = recorded_results();
  for (RecordedDigest& digest : digests) {
    const auto found = recorded.find(digest.name);
    if (found != recorded.end()) digest.recorded = found->second.weights;
  }
  return digests;
}

int verify(const std::vector<RecordedDigest>& digests, const std::vector<RecordedRun>& runs,
           const Console& console, bool as_json) {
  const std::string fault = fault_of_arithmetic();
  std::ostringstream unseen;
  std::ostream& out = as_json ? unseen : console.out;
  std::vector<Check> checks;
  out << left_aligned("arithmetic", kNameWidth)
      << (fault.empty() ? "subnormals kept, rounded to nearest" : "WRONG: " + fault) << "\n";
  if (fault.empty()) {
    for (const auto& digest : digests) checks.push_back(check_digest(digest, out));
    for (const auto& run : runs) checks.push_back(check_run(run, out));
  }
  const bool same = fault.empty() && std::all_of(checks.begin(), checks.end(),
                                                 [](const Check& one) { return one.is_same(); });
  out << "\n" << build_info();
  if (as_json) {
    json::Object object;
    object.truth("reproducible", same).raw("fault", fault.empty() ? "null" : json::quoted(fault));
    object.text("build", build_info()).line("checks", json::array(checks, compared_json, ",\n"));
    console.out << object.end() << "\n";
  } else if (same) {
    out << "\nreproducible: this build gives the recorded bits\n";
  } else if (!fault.empty()) {
    out << "\nNOT reproducible: nothing is trained this way\n";
  } else {
    out << "\nNOT reproducible: this build gives other bits than those recorded\n\n"
        << kLikelyCauses;
  }
  return same ? kDone : kFailed;
}

Command verify_command() {
  return {
      "verify",
      "says whether this build gives the recorded bits",
      "Trains a handful of recorded runs and compares every epoch's loss and all final weights\n"
      "with what is recorded in the source, bit by bit.",
      {option::flag("--record", "prints src/training/recorded_values.cpp anew instead"),
       option::flag("--json", "as JSON, for programs")},
      [](const Given& given, const Console& console) {
        if (!given.has("--record")) {
          return verify(recorded_digests(), recorded_runs(), console, given.has("--json"));
        }
        require_float_environment();
        print_record(recorded_runs(), console.out);
        return kDone;
      }};
}
