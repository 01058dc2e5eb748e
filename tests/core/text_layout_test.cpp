#include "core/text_layout.h"

#include "test.h"

TEST(text_layout, fills_columns_and_cuts_nothing) {
  CHECK_EQ(left_aligned("ab", 4) + "|", "ab  |");
  CHECK_EQ(right_aligned("ab", 4), "  ab");
  CHECK_EQ(left_aligned("abc", 2) + right_aligned("abc", 3), "abcabc");
}

TEST(text_layout, joins_with_separators_between) {
  const auto text = [](int value) { return value == 0 ? "" : std::to_string(value); };
  CHECK_EQ(joined(std::vector<int>{0, 1, 0, 2}, ", ", text), ", 1, , 2");
  CHECK_EQ(joined(std::vector<int>{}, ", ", text), "");
}
