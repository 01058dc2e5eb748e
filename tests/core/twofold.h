// log, exp, sin and cos to 70 bits and more, as unevaluated sums of two doubles: what
// core/elementary is compared with. From + - * / alone, so that every machine has this reference:
// many a C library's long double is no better than a double.
#pragma once

#include "core/strict_float.h"

#include <cmath>

namespace twofold {

struct Number {
  double high;
  double low;  // at most half a unit in the last place of high
};

// a + b exactly (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B).
inline Number exact_sum(double a, double b) {
  const double high = a + b;
  const double b_part = high - a;
  return {high, (a - (high - b_part)) + (b - b_part)};
}

// a * b exactly: each of them in two halves, whose products are exact (Dekker 1971).
inline Number exact_product(double a, double b) {
  const auto upper_half = [](double x) {
    const double shifted = x * 134217729;  // 2^27 + 1
    return shifted - (shifted - x);
  };
  const double a1 = upper_half(a);
  const double b1 = upper_half(b);
  const double a2 = a - a1;
  const double b2 = b - b1;
  const double high = a * b;
  return {high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2};
}

inline Number operator+(Number a, double b) {
  const Number sum = exact_sum(a.high, b);
  return exact_sum(sum.high, sum.low + a.low);
}
inline Number operator+(Number a, Number b) { return a + b.low + b.high; }

inline Number operator*(Number a, Number b) {
  const Number product = exact_product(a.high, b.high);
  return exact_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

inline Number operator/(Number a, double b) {
  const double quotient = a.high / b;
  const Number product = exact_product(quotient, b);
  return exact_sum(quotient, ((a.high - product.high) - product.low + a.low) / b);
}

// 1 + x/d(1) (1 + x/d(2) (1 + ...)), |x| below 1. From the far end, where a double's digits are
// enough; the last eight factors as Numbers.
template <class Divisor>
Number nested_series(Number x, const Divisor& divisor) {
  double end = 1;
  for (int n = 30; n > 8; --n) end = 1 + x.high * end / divisor(n);
  Number sum = {end, 0};
  for (int n = 8; n > 0; --n) sum = x * sum / divisor(n) + 1;
  return sum;
}

// A value times a power of two, so that it may lie beyond the doubles.
struct Scaled {
  Number value;
  int exponent;
};

constexpr Number kLn2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

// x = k ln 2 + r: e^x = 2^k (1 + r/1 (1 + r/2 (1 + r/3 (...))))
inline Scaled exp(double x) {
  const double k = std::nearbyint(x / kLn2.high);
  const Number r = Number{-k, 0} * kLn2 + x;
  return {nested_series(r, [](int n) { return static_cast<double>(n); }), static_cast<int>(k)};
}

// x = 2^e m. A guess y of log m is off by log(m e^-y) = log(1 + d), with a tiny d.
inline Scaled log(double x) {
  int e = 0;
  const double m = std::frexp(x, &e);
  const double y = std::log(m);
  const Scaled inverse = exp(-y);
  const double scale = std::ldexp(1.0, inverse.exponent);
  const Number d = inverse.value * Number{m * scale, 0} + -1.0;
  const Number log_m = Number{d.high, d.low - d.high * d.high / 2} + y;
  return {Number{static_cast<double>(e), 0} * kLn2 + log_m, 0};
}

// pi/2 in three doubles
constexpr double kHalfPi[3] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                               -0x1.f1976b7ed8fbcp-110};

// sin(x + quarters pi/2), x = k pi/2 + r:
//   sin r = r (1 - r^2/(2*3) (1 - r^2/(4*5) (...)))
//   cos r = 1 - r^2/(1*2) (1 - r^2/(3*4) (...))
inline Scaled sin_shifted(double x, int quarters) {
  const double k = std::nearbyint(x / kHalfPi[0]);
  Number r = {x, 0};
  for (const double part : kHalfPi) {
    const Number product = exact_product(-k, part);
    r = r + product.high + product.low;
  }
  const int quadrant = (static_cast<int>(k) + quarters) & 3;
  const Number square = r * r;
  const Number minus = {-square.high, -square.low};
  const Number sine = r * nested_series(minus, [](int n) { return 2.0 * n * (2 * n + 1); });
  const Number cosine = nested_series(minus, [](int n) { return 2.0 * n * (2 * n - 1); });
  const Number value = (quadrant & 1) != 0 ? cosine : sine;
  return {(quadrant & 2) != 0 ? Number{-value.high, -value.low} : value, 0};
}
inline Scaled sin(double x) { return sin_shifted(x, 0); }
inline Scaled cos(double x) { return sin_shifted(x, 1); }

}  // namespace twofold
