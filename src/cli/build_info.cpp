#include "core/strict_float.h"

#include "cli/commands.h"

#include <cfloat>
#include <climits>
#include <cstdint>
#include <string>

namespace {

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
  const std::uint16_t one = 1;
  const bool is_little = *reinterpret_cast<const unsigned char*>(&one) == 1;
  return "compiler  " + compiler() + "\ntarget    " + processor() + ", " + operating_system() +
         ", " + std::to_string(sizeof(void*) * CHAR_BIT) + " bits, " +
         (is_little ? "little-endian" : "big-endian") + "\nflags     " + flags() + "\nlibrary   " +
         library() + "\n";
}
