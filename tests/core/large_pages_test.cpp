#include "core/large_pages.h"

#include "test.h"

#include <cstdint>
#include <vector>

TEST(large_pages, memory_is_aligned_and_zeroed_by_its_vector) {
  for (const std::size_t count : {1U, 1000U, 3000000U}) {
    const std::vector<float, LargePages<float>> values(count);
    CHECK_EQ(reinterpret_cast<std::uintptr_t>(values.data()) % 64, 0U);
    CHECK_EQ(values.front() + values.back(), 0.0F);
  }
}

TEST(large_pages, too_much_is_refused) {
  bool refused = false;
  try {
    LargePages<float>().allocate(static_cast<std::size_t>(-1) / 2);
  } catch (const std::bad_alloc&) {
    refused = true;
  }
  CHECK(refused);
}
