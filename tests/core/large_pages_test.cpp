#include "core/large_pages.h"

#include "test.h"

#include <cstdint>
#include <limits>
#include <vector>

TEST(large_pages, memory_is_aligned_and_zeroed_by_its_vector) {
  for (const std::size_t count : {1U, 1000U, 3000000U}) {
    CONTEXT("count " << count);
    const std::vector<float, LargePages<float>> values(count);
    CHECK_EQ(reinterpret_cast<std::uintptr_t>(values.data()) % 64, 0U);
    CHECK_EQ(values.front() + values.back(), 0.0F);
  }
}

TEST(large_pages, too_much_is_refused) {
  constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();
  const std::string refusal = std::bad_alloc().what();
  CHECK_THROWS(std::bad_alloc, LargePages<float>().allocate(kMost / 2), refusal);
  for (const std::size_t bytes : {kMost, kMost / 2 + 1}) {
    CONTEXT("bytes " << bytes);
    CHECK_THROWS(std::bad_alloc, allocate_large(bytes), refusal);
  }
}
