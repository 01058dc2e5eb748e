#include "cli/peak_memory.h"

#include "test.h"

TEST(peak_memory, is_that_of_a_process_where_it_is_known) {
  const double bytes = peak_memory();
  CHECK(bytes == 0 || (bytes > 1e6 && bytes < 1e12));
}
