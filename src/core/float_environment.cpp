#include "core/strict_float.h"

#include "core/float_environment.h"

#include "core/float_bits.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace {

// N products, each `expected`: one by itself, or several in a loop, for which the compiler takes
// vectors where it does so elsewhere. What is volatile is unknown to it, so that the processor must
// compute. Bits are compared, since a processor that flushes subnormals finds them equal to zero.
template <std::size_t N, class Float>
bool products_are(Float a, Float b, Float expected) {
  const volatile Float x = a;
  const volatile Float y = b;
  std::array<Float, N> xs{};
  std::array<Float, N> ys{};
  for (Float& value : xs) value = x;
  for (Float& value : ys) value = y;
  for (std::size_t i = 0; i < N; ++i) xs[i] *= ys[i];
  return std::all_of(xs.begin(), xs.end(),
                     [&](Float value) { return bits_of(value) == bits_of(expected); });
}

// As a result, and then as an operand: Alpha without -mieee flushes the one and traps at the other.
template <std::size_t N, class Float>
bool keeps_subnormals() {
  constexpr Float kNormal = std::numeric_limits<Float>::min();
  constexpr Float kSmallest = std::numeric_limits<Float>::denorm_min();
  constexpr Float kLarge = 0x1p100;
  return products_are<N, Float>(kNormal, 0.5, kNormal / 2) &&
         products_are<N>(kSmallest, kLarge, kSmallest * kLarge);
}

// Half a unit in the last place more than 1, and than the number after it: to even, that is down
// and up. Any other direction gets one of the two wrong.
template <class Float>
bool rounds_to_nearest() {
  constexpr Float kUnit = std::numeric_limits<Float>::epsilon();
  const volatile Float half = kUnit / 2;
  return 1 + half == 1 && (1 + kUnit) + half == 1 + 2 * kUnit;
}

}  // namespace

FloatEnvironment float_environment() {
  return {keeps_subnormals<1, float>() && keeps_subnormals<1, double>(),
          keeps_subnormals<8, float>() && keeps_subnormals<8, double>(),
          rounds_to_nearest<float>() && rounds_to_nearest<double>()};
}

std::string fault_of(const FloatEnvironment& environment) {
  if (!environment.keeps_subnormals) {
    return "subnormal numbers become zero here, and training would give other weights: link this "
           "program and its libraries without -ffast-math, -Ofast, -funsafe-math-optimizations and "
           "-mdaz-ftz";
  }
  if (!environment.vectors_keep_subnormals) {
    return "subnormal numbers become zero in this processor's vector instructions, and training "
           "would give other weights: compile with -fno-tree-vectorize, or for PowerPC with "
           "-mno-altivec, for ARM with -mfpu=vfpv3";
  }
  if (!environment.rounds_to_nearest) {
    return "numbers are not rounded to the nearest one here, and training would give other "
           "weights: a library has changed the rounding mode, or -mfp-rounding-mode (Alpha)";
  }
  return "";
}

void require_float_environment() {
  const std::string fault = fault_of(float_environment());
  if (!fault.empty()) throw std::runtime_error(fault);
}
