// The rules of floating point that make the same seed give the same bits everywhere.
//
// Every .cpp file of src includes this header before anything else, so that it holds for all
// code that follows, the standard library's templates too. tests/structure_test.cpp reads
// the files and checks it. It needs no compiler flag, and wins over most; clang's explicit
// -ffp-contract=fast and -funsafe-math-optimizations leave no trace that could be refused here,
// but `posembed verify` notices.
//
//   contraction  a*b + c may be fused into one instruction that rounds once instead of twice,
//                where the processor has it. Switched off here.
//   fast-math    lets the compiler reorder sums. Refused here.
//   x87, 68881   compute float in 80 bits and round when they please. Refused here.
//   constants    may be made floats where doubles are meant. Refused here.
//
// How the processor is set when the program runs, core/float_environment.h looks at.
#pragma once

#include <limits>

#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#error "fast-math changes the order and rounding of sums: remove -ffast-math, -Ofast and their like"
#endif

#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0
#if defined(__i386__) || (defined(__x86_64__) && !defined(__clang__))
#error "float would be computed in a wider type here (x87): add -msse2 -mfpmath=sse"
#elif defined(__m68k__)
#error "float would be computed in a wider type here (68881): add -m68040 or -m68060"
#else
#error "float would be computed in a wider type here: add flags that make FLT_EVAL_METHOD 0"
#endif
#endif

static_assert(sizeof 0.1 == sizeof(double),
              "constants would be less precise here: remove -fsingle-precision-constant");

#if defined(__clang__)
#pragma clang fp contract(off)
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#else
#pragma STDC FP_CONTRACT OFF
#endif

static_assert(std::numeric_limits<float>::is_iec559 && sizeof(float) == 4 &&
                  std::numeric_limits<double>::is_iec559 && sizeof(double) == 8,
              "posembed needs IEEE-754 binary32 and binary64 for float and double");
