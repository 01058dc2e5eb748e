// log, exp, sin and cos from + - * / and the bits of a double, since the C libraries' own differ
// in the last bit.
//
// Each reduces its argument to a short interval and sums the Taylor series there, so every
// coefficient below is one that a textbook gives. The errors stated were measured against a
// reference of 70 bits; tests/core/elementary_test.cpp holds them.
#pragma once

#include <cstddef>

namespace elementary {

constexpr double kPi = 3.14159265358979323846;

// Natural logarithm. log(0) = -infinity, log(x < 0) = NaN. Error below 0.9 ulp.
double log(double x);

// e to the power x, from 0 (x < -745.2) through the subnormals to infinity (x > 709.8). Error
// below 0.9 ulp; up to 1 ulp where the result is subnormal.
double exp(double x);

// Sine and cosine of x radians, for |x| <= kLargestAngle; NaN beyond. Error below 0.82 ulp.
constexpr double kLargestAngle = 33554432;  // 2^25
double sin(double x);
double cos(double x);

}  // namespace elementary

// e^x of every number of an array, the same bits everywhere.
// x[i] = e^x[i]. Of floats within 2 units in the last place for x from -87 to 88, which beyond are
// taken for -87 and 88: nothing that a softmax or a SiLU can tell. NaN stays NaN.
void exp_each(float* x, std::size_t n);

// elementary::exp, for the gradient check.
void exp_each(double* x, std::size_t n);
