#include "training/attention_checks.h"

#include "check_all_hold.h"
#include "test.h"

// That they find what is wrong, the mistakes planted in nn/ show (tests/mutants.tsv).
TEST(attention_checks, all_hold) {
  const std::vector<GradientCheck> checks = check_attention();
  CHECK_EQ(checks.size(), 3U + 2 * (1 + 3 * 5) + 5 + 13 + 13 + 9);
  check_all_hold(checks);
}
