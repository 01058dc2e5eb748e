#include "core/strict_float.h"

#include "cli/commands.h"
#include "core/decimal.h"
#include "core/float_bits.h"
#include "core/float_environment.h"
#include "core/text_layout.h"

#include <cfloat>
#include <climits>
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

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "g++ " __VERSION__;
#else
  return "unknown";
#endif
}

// The macros are those that g++ and clang++ print with -dM -E. How many bits an address has, and
// the order of bytes, stand beside it.
std::string processor() {
#if defined(__x86_64__)
  return "x86-64";
#elif defined(__i386__)
  return "i386";
#elif defined(__aarch64__)
  return "aarch64";
#elif defined(__arm__)
  return "arm";
#elif defined(__riscv)
  return "riscv";
#elif defined(__s390x__)
  return "s390x";
#elif defined(__powerpc64__)
  return "ppc64";
#elif defined(__powerpc__)
  return "powerpc";
#elif defined(__mips64)
  return "mips64";
#elif defined(__mips__)
  return "mips";
#elif defined(__sparc__)
  return "sparc";
#elif defined(__loongarch__)
  return "loongarch";
#elif defined(__alpha__)
  return "alpha";
#elif defined(__hppa__)
  return "hppa";
#elif defined(__sh__)
  return "sh";
#elif defined(__m68k__)
  return "m68k";
#elif defined(__arc__)
  return "arc";
#elif defined(__wasm__)
  return "wasm";
#else
  return "unknown processor";
#endif
}

std::string operating_system() {
#if defined(_WIN32)
  return "Windows";
#elif defined(__APPLE__)
  return "macOS";
#elif defined(__linux__)
  return "Linux";
#elif defined(__EMSCRIPTEN__)
  return "Emscripten";
#else
  return "unknown system";
#endif
}

std::string byte_order() {
  const std::uint16_t one = 1;
  return *reinterpret_cast<const unsigned char*>(&one) == 1 ? "little-endian" : "big-endian";
}

std::string flags() {
  std::string text = "FLT_EVAL_METHOD " + std::to_string(FLT_EVAL_METHOD);
#if defined(__OPTIMIZE__)
  text += ", optimised";
#else
  text += ", not optimised";
#endif
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__FP_FAST_FMAF)
  text += ", the target has fused multiply-add";
#endif
#if defined(__AVX512F__)
  text += ", AVX-512";
#elif defined(__AVX2__)
  text += ", AVX2";
#endif
#if defined(__NO_MATH_ERRNO__)
  text += ", -fno-math-errno";
#endif
  return text;
}

std::string library() {
#if defined(_LIBCPP_VERSION)
  std::string text = "libc++ " + std::to_string(_LIBCPP_VERSION);
#elif defined(__GLIBCXX__)
  std::string text = "libstdc++ " + std::to_string(__GLIBCXX__);
#else
  std::string text = "unknown";
#endif
#if defined(__GLIBC__)
  text += ", glibc " + std::to_string(__GLIBC__) + "." + std::to_string(__GLIBC_MINOR__);
#endif
  return text;
}

}  // namespace

std::string build_info() {
  return "compiler  " + compiler() + "\ntarget    " + processor() + ", " + operating_system() +
         ", " + std::to_string(sizeof(void*) * CHAR_BIT) + " bits, " + byte_order() +
         "\nflags     " + flags() + "\nlibrary   " + library() + "\n";
}

int verify(const std::string& functions, const std::vector<RecordedRun>& runs,
           const Console& console) {
  const std::string fault = fault_of_arithmetic();
  console.out << left_aligned("arithmetic", kNameWidth)
              << (fault.empty() ? "subnormals kept, rounded to nearest" : "WRONG: " + fault)
              << "\n";
  if (!fault.empty()) {
    console.out << "\n" << build_info() << "\nNOT reproducible: nothing is trained this way\n";
    return kFailed;
  }
  bool same = digest_of_functions() == functions;
  console.out << left_aligned("functions", kNameWidth)
              << "log, exp, sin, cos: " << (same ? "the same bits" : "DIFFERENT") << "\n";
  for (const RecordedRun& run : runs) same = check_run(run, console.out) && same;
  console.out << "\n"
              << build_info()
              << (same ? "\nreproducible: this build gives the recorded bits\n"
                       : "\nNOT reproducible: this build gives other bits than those recorded\n\n")
              << (same ? "" : kLikelyCauses);
  return same ? kDone : kFailed;
}

Command verify_command() {
  return {
      "verify",
      "says whether this build gives the recorded bits",
      "Trains a handful of recorded runs and compares every epoch's loss and all final weights\n"
      "with what is recorded in the source, bit by bit.",
      {option::flag("--record", "prints src/training/recorded_values.cpp anew instead")},
      [](const Given& given, const Console& console) {
        if (!given.has("--record")) {
          return verify(recorded_results().at("functions").weights, recorded_runs(), console);
        }
        require_float_environment();
        print_record(recorded_runs(), console.out);
        return kDone;
      }};
}
