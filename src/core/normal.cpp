#include "core/strict_float.h"

#include "core/normal.h"

#include "core/float_bits.h"
#include "core/multiversion.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace {

constexpr std::size_t kHalfBlock = kNormalBlock / 2;

// rounded_fma, to be compiled into each version of the loop.
//
// std::fma is not correctly rounded in every C library. The product is exact in double; the
// sum is rounded to odd there, after which the rounding to float is as if it were the only
// one (Boldo and Melquiond, "Emulation of a FMA and Correctly Rounded Sums", 2008).
inline float fma_once(float a, float b, float c) {
  const double product = static_cast<double>(a) * b;
  const double addend = c;
  const double sum = product + addend;
  const double addend_part = sum - product;
  const double error = (product - (sum - addend_part)) + (addend - addend_part);
  // An even last bit goes to the odd neighbour on the error's side: away from zero where both have
  // the same sign. No branch, so that loops vectorise.
  const std::uint64_t bits = bits_of(sum);
  const std::uint64_t opposite = (bits ^ bits_of(error)) >> 63U;
  const std::uint64_t if_even = (bits & 1U) - 1;  // all ones, or zero
  const std::uint64_t nudge = (1 - 2 * opposite) & if_even;
  return static_cast<float>(double_of(error == 0 ? bits : bits + nudge));
}

// log x, x in [2^-24, 1]: x = 2^e (1 + f), log(1 + f) = f - f^2/2 + f^3 P(f).
inline float log_as_pytorch(float x) {
  constexpr std::array<float, 9> kP = {7.0376836292e-2F,  -1.1514610310e-1F, 1.1676998740e-1F,
                                       -1.2420140846e-1F, 1.4249322787e-1F,  -1.6668057665e-1F,
                                       2.0000714765e-1F,  -2.4999993993e-1F, 3.3333331174e-1F};
  const std::uint32_t bits = bits_of(x);
  const int exponent = static_cast<int>(bits >> 23U) - 126;
  const float mantissa = float_of((bits & 0x007fffffU) | 0x3f000000U);  // in [1/2, 1)
  const bool below = mantissa < 0.70710678F;
  const auto e = static_cast<float>(below ? exponent - 1 : exponent);
  const float f = below ? (mantissa - 1) + mantissa : mantissa - 1;
  const float z = f * f;
  float y = kP[0];
  for (std::size_t i = 1; i < kP.size(); ++i) y = fma_once(y, f, kP[i]);
  y = y * f;
  y = fma_once(z, y, e * -2.12194440e-4F);  // ln 2 in two parts: 0.693359375 - 2.12e-4
  y = fma_once(z, -0.5F, y);
  return fma_once(e, 0.693359375F, f + y);
}

struct SinCos {
  float sin;
  float cos;
};

// sin t and cos t, t >= 0: subtract the nearest even number j of eighth turns, in three parts,
// and evaluate a polynomial for each; j says which is which, with which sign.
inline SinCos sincos_as_pytorch(float t) {
  const int j = (static_cast<int>(t * 1.27323954473516F) + 1) & ~1;
  const auto eighths = static_cast<float>(j);
  float x = fma_once(eighths, -0.78515625F, t);
  x = fma_once(eighths, -2.4187564849853515625e-4F, x);
  x = fma_once(eighths, -3.77489497744594108e-8F, x);
  const float z = x * x;

  float y = fma_once(z, 2.443315711809948e-5F, -1.388731625493765e-3F);
  y = fma_once(z, y, 4.166664568298827e-2F);
  y = fma_once(z, z * y, -(z * 0.5F));
  const float cos_x = y + 1;

  y = fma_once(z, -1.9515295891e-4F, 8.3321608736e-3F);
  y = fma_once(z, y, -1.6666654611e-1F);
  const float sin_x = fma_once(x, z * y, x);

  const bool exchanged = (j & 2) != 0;
  const float s = exchanged ? cos_x : sin_x;
  const float c = exchanged ? sin_x : cos_x;
  return {(j & 4) != 0 ? -s : s, ((j - 2) & 4) == 0 ? -c : c};
}

}  // namespace

float rounded_fma(float a, float b, float c) { return fma_once(a, b, c); }

POSEMBED_MULTIVERSION
void normals_from_uniforms(float* x) {
  constexpr float kTwoPi = 6.2831855F;
  for (std::size_t j = 0; j < kHalfBlock; ++j) {
    const float radius = std::sqrt(-2 * log_as_pytorch(1 - x[j]));
    const SinCos angle = sincos_as_pytorch(kTwoPi * x[j + kHalfBlock]);
    x[j] = radius * angle.cos;
    x[j + kHalfBlock] = radius * angle.sin;
  }
}
