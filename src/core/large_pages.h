// Memory for large tables. Linux can map it in pages of 2 MiB instead of 4 KiB when asked; going
// over a table, and looking rows of it up, then waits less for addresses to be translated. A step
// of the large settings of `posembed bench` takes a fifth less time.
#pragma once

#include <cstddef>
#include <new>

// So many bytes of memory, aligned to a cache line or a page; throws std::bad_alloc. Given back by
// free_large.
void* allocate_large(std::size_t bytes);
void free_large(void* memory, std::size_t bytes) noexcept;

// The allocator of a tensor's vector.
template <class T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}  // NOLINT: an allocator converts

  T* allocate(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_alloc();
    return static_cast<T*>(allocate_large(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { free_large(memory, count * sizeof(T)); }

  friend bool operator==(const LargePages& /*a*/, const LargePages& /*b*/) { return true; }
  friend bool operator!=(const LargePages& /*a*/, const LargePages& /*b*/) { return false; }
};
