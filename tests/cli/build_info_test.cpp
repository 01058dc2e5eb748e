#include "cli/build_info.h"

#include "test.h"

TEST(build_info, names_compiler_target_flags_and_library) {
  std::istringstream lines(build_info());
  for (const char* start :
       {"compiler  ", "target    ", "flags     FLT_EVAL_METHOD 0", "library   "}) {
    std::string line;
    std::getline(lines, line);
    CHECK_EQ(line.rfind(start, 0), 0U);
    CHECK(line.size() > 15 && line.find("unknown") == std::string::npos);
  }
}
