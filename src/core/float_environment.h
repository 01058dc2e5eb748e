// How the processor is set to compute, which no source and none of its flags decides: linking with
// -ffast-math, for one, adds code that sets it to flush subnormal numbers to zero, at the program's
// start. Weights that shrink to nothing then become zero early, and training gives other bits.
//
// A thread mostly begins with the setting of the thread that started it, but need not.
#pragma once

#include <string>

struct FloatEnvironment {
  bool keeps_subnormals = true;         // numbers below the smallest normal one, 1.2e-38 for floats
  bool vectors_keep_subnormals = true;  // and in a vector unit, which may be set otherwise
  bool rounds_to_nearest = true;        // and to even where two are as near
};

// This thread's, found out by computing.
FloatEnvironment float_environment();

// What is wrong with it, and what to change; empty where all is as IEEE-754 has it by default.
std::string fault_of(const FloatEnvironment& environment);

// Throws std::runtime_error where this thread's has a fault.
void require_float_environment();
