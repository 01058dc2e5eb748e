#include "core/text_layout.h"

#include "test.h"

TEST(text_layout, wraps_between_words) {
  CHECK_EQ(wrapped("one two  three", 7), "one two\nthree\n");
  CHECK_EQ(wrapped("one two three", 8, 2), "one two\n  three\n");
  CHECK_EQ(wrapped("one twothreefour five", 6, 1), "one\n twothreefour\n five\n");
  CHECK_EQ(wrapped("", 6), "\n");
}
