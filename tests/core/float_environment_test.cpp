#include "core/float_environment.h"

#include "float_setting.h"
#include "test.h"

#include <stdexcept>
#include <vector>

namespace {

// A fault's words are one line that names what to change.
void check_words(const FloatEnvironment& environment, const std::string& change) {
  const std::string fault = fault_of(environment);
  CHECK(fault.find(change) != std::string::npos);
  CHECK(fault.find('\n') == std::string::npos);
}

}  // namespace

TEST(float_environment, is_sound_here) {
  CHECK_EQ(fault_of(float_environment()), "");
  require_float_environment();
}

TEST(float_environment, says_for_each_fault_what_to_change) {
  check_words({false, true, true}, "link this program and its libraries without -ffast-math");
  check_words({true, false, true}, "compile with -fno-tree-vectorize");
  check_words({true, true, false}, "a library has changed the rounding mode");
}

#if defined(__SSE2__)
TEST(float_environment, sees_subnormals_flushed_as_results_and_as_operands) {
  for (const unsigned what : {FlushToZero::kResults, FlushToZero::kOperands}) {
    CONTEXT("what " << what);
    const FlushToZero flush(what);
    const FloatEnvironment found = float_environment();
    CHECK(!found.keeps_subnormals);
    CHECK(!found.vectors_keep_subnormals);
    CHECK(found.rounds_to_nearest);
    CHECK_THROWS(std::runtime_error, require_float_environment(), fault_of({false, true, true}));
  }
  CHECK_EQ(fault_of(float_environment()), "");
}
#endif

TEST(float_environment, sees_every_other_direction_of_rounding) {
  const std::vector<int> directions = {
#if defined(FE_UPWARD)
    FE_UPWARD,
#endif
#if defined(FE_DOWNWARD)
    FE_DOWNWARD,
#endif
#if defined(FE_TOWARDZERO)
    FE_TOWARDZERO,
#endif
  };
  for (const int direction : directions) {
    CONTEXT("direction " << direction);
    const Rounding rounding(direction);
    if (!rounding.is_other()) continue;
    const FloatEnvironment found = float_environment();
    CHECK(!found.rounds_to_nearest);
    CHECK(found.keeps_subnormals);
  }
  CHECK(float_environment().rounds_to_nearest);
}
