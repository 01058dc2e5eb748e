#include "core/strict_float.h"

#include "core/large_pages.h"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace {

constexpr std::size_t kPage = std::size_t{1} << 21U;
constexpr std::size_t kLarge = 4 * kPage;  // below, nothing is gained

std::align_val_t alignment_of(std::size_t bytes) {
  constexpr std::size_t kCacheLine = 64;
  return std::align_val_t{bytes < kLarge ? kCacheLine : kPage};
}

}  // namespace

// More than PTRDIFF_MAX bytes no memory has; libstdc++ rounds them up to the alignment, past zero.
void* allocate_large(std::size_t bytes) {
  if (bytes > PTRDIFF_MAX) throw std::bad_alloc();
  void* memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (bytes >= kLarge) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish; it may be refused
#endif
  return memory;
}

void free_large(void* memory, std::size_t bytes) noexcept {
  ::operator delete(memory, alignment_of(bytes));
}
