#include "core/strict_float.h"

#include "core/normal.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace {

constexpr std::size_t kHalfBlock = kNormalBlock / 2;

// log x, x in [2^-24, 1]: x = 2^e (1 + f), log(1 + f) = f - f^2/2 + f^3 P(f).
float log_as_pytorch(float x) {
  constexpr std::array<float, 9> kP = {7.0376836292e-2F,  -1.1514610310e-1F, 1.1676998740e-1F,
                                       -1.2420140846e-1F, 1.4249322787e-1F,  -1.6668057665e-1F,
                                       2.0000714765e-1F,  -2.4999993993e-1F, 3.3333331174e-1F};
  int exponent = 0;
  float f = std::frexp(x, &exponent);
  if (f < 0.70710678F) {
    exponent -= 1;
    f = (f - 1) + f;
  } else {
    f = f - 1;
  }
  const auto e = static_cast<float>(exponent);
  const float z = f * f;
  float y = kP[0];
  for (std::size_t i = 1; i < kP.size(); ++i) y = rounded_fma(y, f, kP[i]);
  y = y * f;
  y = rounded_fma(z, y, e * -2.12194440e-4F);  // ln 2 in two parts: 0.693359375 - 2.12e-4
  y = rounded_fma(z, -0.5F, y);
  return rounded_fma(e, 0.693359375F, f + y);
}

struct SinCos {
  float sin;
  float cos;
};

// sin t and cos t, t >= 0: subtract the nearest even number j of eighth turns, in three parts,
// and evaluate a polynomial for each; j says which is which, with which sign.
SinCos sincos_as_pytorch(float t) {
  const int j = (static_cast<int>(t * 1.27323954473516F) + 1) & ~1;
  const auto eighths = static_cast<float>(j);
  float x = rounded_fma(eighths, -0.78515625F, t);
  x = rounded_fma(eighths, -2.4187564849853515625e-4F, x);
  x = rounded_fma(eighths, -3.77489497744594108e-8F, x);
  const float z = x * x;

  float y = rounded_fma(z, 2.443315711809948e-5F, -1.388731625493765e-3F);
  y = rounded_fma(z, y, 4.166664568298827e-2F);
  y = rounded_fma(z, z * y, -(z * 0.5F));
  const float cos_x = y + 1;

  y = rounded_fma(z, -1.9515295891e-4F, 8.3321608736e-3F);
  y = rounded_fma(z, y, -1.6666654611e-1F);
  const float sin_x = rounded_fma(x, z * y, x);

  const bool exchanged = (j & 2) != 0;
  const float s = exchanged ? cos_x : sin_x;
  const float c = exchanged ? sin_x : cos_x;
  return {(j & 4) != 0 ? -s : s, ((j - 2) & 4) == 0 ? -c : c};
}

}  // namespace

// std::fma is not correctly rounded in every C library. The product is exact in double; the
// sum is rounded to odd there, after which the rounding to float is as if it were the only
// one (Boldo and Melquiond, "Emulation of a FMA and Correctly Rounded Sums", 2008).
float rounded_fma(float a, float b, float c) {
  const double product = static_cast<double>(a) * b;
  const double addend = c;
  double sum = product + addend;
  const double addend_part = sum - product;
  const double error = (product - (sum - addend_part)) + (addend - addend_part);
  if (error != 0) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &sum, sizeof bits);
    // An even last bit goes to the odd neighbour on the error's side.
    if ((bits & 1U) == 0) bits += ((error > 0) == (sum > 0)) ? 1 : -std::uint64_t{1};
    std::memcpy(&sum, &bits, sizeof sum);
  }
  return static_cast<float>(sum);
}

void normals_from_uniforms(float* x) {
  constexpr float kTwoPi = 6.2831855F;
  for (std::size_t j = 0; j < kHalfBlock; ++j) {
    const float radius = std::sqrt(-2 * log_as_pytorch(1 - x[j]));
    const SinCos angle = sincos_as_pytorch(kTwoPi * x[j + kHalfBlock]);
    x[j] = radius * angle.cos;
    x[j + kHalfBlock] = radius * angle.sin;
  }
}
