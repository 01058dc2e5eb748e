// Set how the processor computes, until the end of the block.
#pragma once

#include <cfenv>

#if defined(__SSE2__)
#include <xmmintrin.h>

class FlushToZero {
 public:
  static constexpr unsigned kResults = 0x8000;   // FTZ
  static constexpr unsigned kOperands = 0x0040;  // DAZ

  explicit FlushToZero(unsigned what) { _mm_setcsr(before_ | what); }
  ~FlushToZero() { _mm_setcsr(before_); }
  FlushToZero(const FlushToZero&) = delete;
  FlushToZero& operator=(const FlushToZero&) = delete;

 private:
  unsigned before_ = _mm_getcsr();
};
#endif

class Rounding {
 public:
  explicit Rounding(int direction) { std::fesetround(direction); }
  ~Rounding() { std::fesetround(FE_TONEAREST); }
  Rounding(const Rounding&) = delete;
  Rounding& operator=(const Rounding&) = delete;

  // Not all machines know all directions, and on some the instructions say which.
  bool is_other() const {
    const volatile double one = 1;
    return one / 3 != 0x1.5555555555555p-2 || one / 10 != 0x1.999999999999ap-4;
  }
};
