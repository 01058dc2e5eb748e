#include "cli/commands.h"

#include "test.h"

#include <algorithm>
#include <climits>

namespace {

bool contains(const std::string& text) { return build_info().find(text) != std::string::npos; }

}  // namespace

TEST(build_info, has_four_lines_that_name_everything) {
  const std::string text = build_info();
  CHECK_EQ(text.find("compiler  "), 0U);
  for (const char* part :
       {"\ntarget    ", "\nflags     FLT_EVAL_METHOD 0", "\nlibrary   ", " bits, "}) {
    CHECK(contains(part));
  }
  CHECK_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  CHECK(!contains("unknown"));
}

TEST(build_info, names_the_width_of_addresses_and_the_order_of_bytes) {
  CHECK(contains(", " + std::to_string(sizeof(void*) * CHAR_BIT) + " bits, "));
  const std::uint32_t number = 0x01020304;
  const bool big = *reinterpret_cast<const char*>(&number) == 1;
  CHECK(contains(big ? " bits, big-endian\n" : " bits, little-endian\n"));
}
