// e^x of every number of an array, the same bits everywhere.
#pragma once

#include <cstddef>

// x[i] = e^x[i]. Of floats within 2 units in the last place for x from -87 to 88, which beyond are
// taken for -87 and 88: nothing that a softmax or a SiLU can tell. NaN stays NaN.
void exp_each(float* x, std::size_t n);

// core/elementary.h's, for the gradient check.
void exp_each(double* x, std::size_t n);
