// log, exp, sin and cos from + - * / alone, since the C libraries' own differ in the last bit.
//
// Each reduces its argument to a short interval and sums the Taylor series there, so every
// coefficient below is one that a textbook gives. Largest errors, measured against an 80-bit
// reference (tests/core/elementary_test.cpp holds them): see each function.
#pragma once

namespace elementary {

constexpr double kPi = 3.14159265358979323846;

// Natural logarithm. log(0) = -infinity, log(x < 0) = NaN.
double log(double x);

// e to the power x, from 0 (x < -745.2) through the subnormals to infinity (x > 709.8).
double exp(double x);

// Sine and cosine of x radians, for |x| <= kLargestAngle; NaN beyond.
constexpr double kLargestAngle = 33554432;  // 2^25
double sin(double x);
double cos(double x);

}  // namespace elementary
