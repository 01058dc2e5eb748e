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
  explicit Rounding(int direction) : is_set_(std::fesetround(direction) == 0) {}
  ~Rounding() { std::fesetround(FE_TONEAREST); }
  Rounding(const Rounding&) = delete;
  Rounding& operator=(const Rounding&) = delete;
  bool is_set() const { return is_set_; }  // not all machines know all directions

 private:
  bool is_set_;
};
