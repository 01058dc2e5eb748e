// Function multiversioning: the compiler makes a function once for each of several kinds of
// processor, and the program takes at its start the one that fits the machine. No intrinsics, one
// source, and the same bits, since no version may contract or reorder (strict_float.h).
#pragma once

#include <cstddef>  // defines __GLIBC__ where that is the library

// GCC for x86-64 with glibc can; sanitizers run before what it needs. Elsewhere, and where the
// target has wide vectors anyway, there is one version.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__) && \
    !defined(__AVX2__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(POSEMBED_ONE_VERSION)
#define POSEMBED_VERSIONS
#endif

// None is for AVX-512: square roots and divisions are no faster there, and sums in eight lanes
// (core/sums.h) from GCC 12 several times slower.
#if defined(POSEMBED_VERSIONS)
#define POSEMBED_MULTIVERSION __attribute__((target_clones("avx2", "default")))
#else
#define POSEMBED_MULTIVERSION
#endif

// The floats in a vector register of what the compiler compiles for.
#if defined(__AVX512F__)
constexpr std::size_t kVectorLanes = 16;
#elif defined(__AVX__)
constexpr std::size_t kVectorLanes = 8;
#else
constexpr std::size_t kVectorLanes = 4;
#endif
