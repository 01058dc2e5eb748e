#include "training/layer_checks.h"

#include "check_all_hold.h"

// That they find what is wrong, the mistakes planted in nn/ show (tests/mutants.tsv).
TEST(layer_checks, every_layer_holds) {
  const std::vector<GradientCheck> checks = check_layers();
  CHECK_EQ(checks.size(), 7U + 3 + 2 * (1 + 3 * 5) + 5 + 13 + 13 + 9);
  check_all_hold(checks);
}
