#include "core/strict_float.h"

#include "core/elementary.h"

#include "core/float_bits.h"
#include "core/multiversion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace elementary {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts; the first has 40 bits, so that a whole number below 2^13 times it is exact.
constexpr double kLn2High = 0x1.62e42fefa2p-1;
constexpr double kLn2Low = 0x1.9ef35793c7673p-41;

// c[0] + c[1] x + c[2] x^2 + ..., summed from the highest power down (Horner).
template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

// 2^n for a normal result, from its bits.
double power_of_two(int n) { return double_of(static_cast<std::uint64_t>(n + 1023) << 52U); }

// The unevaluated sum high + low: twice the digits of a double.
struct Pair {
  double high;
  double low;
};

// a + b exactly (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B).
Pair exact_sum(double a, double b) {
  const double high = a + b;
  const double b_part = high - a;
  return {high, (a - (high - b_part)) + (b - b_part)};
}

// x - k pi/2. Cody and Waite's reduction: pi/2 in four parts, the first three of 28 bits, so that
// the product of each with a whole number below 2^25 is exact.
Pair less_quarters(double x, int k) {
  constexpr std::array<double, 4> kHalfPi = {0x1.921fb54p+0, 0x1.10b4610p-30, 0x1.a62633p-58,
                                             0x1.45c06e0e68948p-86};
  Pair r = {x, 0};
  for (const double part : kHalfPi) {
    const Pair difference = exact_sum(r.high, -(k * part));
    r = exact_sum(difference.high, difference.low + r.low);
  }
  return r;
}

// sin r = r - r^3/3! + r^5/5! - ..., |r| <= pi/4. The low part enters as low * cos r.
double sin_series(Pair r) {
  constexpr std::array<double, 8> kCoefficients = {
      -1.0 / 6,        1.0 / 120,         -1.0 / 5040,         1.0 / 362880,
      -1.0 / 39916800, 1.0 / 6227020800., -1.0 / 1307674368e3, 1.0 / 355687428096e3};
  const double z = r.high * r.high;
  const double low = r.low * (1 - 0.5 * z);
  return r.high + (r.high * z * polynomial(kCoefficients, z) + low);
}

// cos r = 1 - r^2/2! + r^4/4! - ..., |r| <= pi/4. What 1 - r^2/2 loses in rounding is added
// back; the low part enters as -low * sin r.
double cos_series(Pair r) {
  constexpr std::array<double, 8> kCoefficients = {
      1.0 / 24,        -1.0 / 720,          1.0 / 40320,         -1.0 / 3628800,
      1.0 / 479001600, -1.0 / 87178291200., 1.0 / 20922789888e3, -1.0 / 6402373705728e3};
  const double z = r.high * r.high;
  const double half = 0.5 * z;
  const double head = 1 - half;
  const double lost = (1 - head) - half;
  return head + (lost + (z * z * polynomial(kCoefficients, z) - r.low * r.high));
}

// sin(x + quarters pi/2), x = k pi/2 + r
double sin_shifted(double x, int quarters) {
  if (!(x >= -kLargestAngle && x <= kLargestAngle)) return kNaN;
  constexpr double kTwoOverPi = 0x1.45f306dc9c883p-1;
  const int k = static_cast<int>(x * kTwoOverPi + (x < 0 ? -0.5 : 0.5));
  const Pair r = less_quarters(x, k);
  const int quadrant = k + quarters;
  const double value = (quadrant & 1) != 0 ? cos_series(r) : sin_series(r);
  return (quadrant & 2) != 0 ? -value : value;
}

}  // namespace

// x = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)). With s = f / (2 + f),
//   log(1 + f) = 2 (s + s^3/3 + s^5/5 + ...) = f - (f^2/2 - s (f^2/2 + R)),
//   R = 2 (s^2/3 + s^4/5 + ...),
// where the second form keeps the large term, f, free of rounding.
double log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  constexpr double kSqrtHalf = 0x1.6a09e667f3bcdp-1;
  int e = 0;
  double m = std::frexp(x, &e);
  if (m < kSqrtHalf) {
    m *= 2;
    e -= 1;
  }
  constexpr std::array<double, 10> kCoefficients = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,
                                                    2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17,
                                                    2.0 / 19, 2.0 / 21};
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double half = 0.5 * f * f;
  const double tail = s * (half + z * polynomial(kCoefficients, z));
  return e * kLn2High - ((half - (tail + e * kLn2Low)) - f);
}

// x = k ln 2 + r, |r| <= ln(2)/2: e^x = 2^k (1 + r + r^2/2! + r^3/3! + ...).
double exp(double x) {
  if (x != x) return kNaN;
  if (x > 1000) return kInfinity;
  if (x < -1000) return 0;
  constexpr double kOneOverLn2 = 0x1.71547652b82fep+0;
  constexpr std::array<double, 12> kCoefficients = {
      1.0 / 2,     1.0 / 6,      1.0 / 24,      1.0 / 120,      1.0 / 720,       1.0 / 5040,
      1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.};
  const int k = static_cast<int>(x * kOneOverLn2 + (x < 0 ? -0.5 : 0.5));
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double lost = (high - r) - low;
  const double y = 1 + (r + (r * r * polynomial(kCoefficients, r) + lost));
  // In two steps: 2^k itself may lie beyond the doubles where y 2^k does not.
  return y * power_of_two(k / 2) * power_of_two(k - k / 2);
}

double sin(double x) { return x == 0 ? x : sin_shifted(x, 0); }

double cos(double x) { return sin_shifted(x, 1); }

}  // namespace elementary

namespace {

// e^x = 2^k e^r with x = k ln 2 + r, |r| <= ln(2)/2, and for e^r the polynomial of the Cephes
// library's expf (Moshier 1992). Every step is one operation on as many floats as a register has.
template <std::size_t Lanes>
struct Exp {
  using Floats __attribute__((vector_size(Lanes * sizeof(float)))) = float;
  using Bits __attribute__((vector_size(Lanes * sizeof(float)))) = std::uint32_t;

  [[gnu::always_inline]] static void of(float* x) {
    for (std::size_t j = 0; j < Lanes; ++j) {  // a NaN is neither below nor above
      x[j] = x[j] < -87.0F ? -87.0F : x[j];
      x[j] = x[j] > 88.0F ? 88.0F : x[j];
    }
    Floats v;
    std::memcpy(&v, x, sizeof v);
    constexpr float kShift = 0x1.8p23F;  // adding it rounds to a whole number, in the lowest bits
    const Floats shifted = v * 0x1.715476p+0F + kShift;
    const Floats k = shifted - kShift;
    const Floats r = v - k * 0.693359375F + k * 2.12194440e-4F;  // k · 0.693359375 is exact
    Floats y = r * 1.9875691500e-4F + 1.3981999507e-3F;
    y = y * r + 8.3334519073e-3F;
    y = y * r + 4.1665795894e-2F;
    y = y * r + 1.6666665459e-1F;
    y = y * r + 5.0000001201e-1F;
    y = y * (r * r) + r + 1.0F;
    Bits exponent;
    std::memcpy(&exponent, &shifted, sizeof exponent);
    exponent = (exponent + 127U) << 23U;  // the bits of 2^k
    Floats power;
    std::memcpy(&power, &exponent, sizeof power);
    y *= power;
    std::memcpy(x, &y, sizeof y);
  }

  [[gnu::always_inline]] static void of_each(float* x, std::size_t n) {
    std::size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) of(x + i);
    if (i == n) return;
    std::array<float, Lanes> rest{};
    std::copy(x + i, x + n, rest.begin());
    of(rest.data());
    std::copy(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n - i), x + i);
  }
};

#if defined(POSEMBED_VERSIONS)
__attribute__((target("avx512f"))) void versioned(float* x, std::size_t n) {
  Exp<16>::of_each(x, n);
}
__attribute__((target("avx2"))) void versioned(float* x, std::size_t n) { Exp<8>::of_each(x, n); }
__attribute__((target("default")))
#endif
void versioned(float* x, std::size_t n) {
  Exp<kVectorLanes>::of_each(x, n);
}

}  // namespace

void exp_each(float* x, std::size_t n) { versioned(x, n); }

void exp_each(double* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = elementary::exp(x[i]);
}
