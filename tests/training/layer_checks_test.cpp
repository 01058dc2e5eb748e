#include "training/layer_checks.h"

#include "check_all_hold.h"

TEST(layer_checks, every_layer_holds) {
  const std::vector<GradientCheck> checks = check_layers();
  CHECK_EQ(checks.size(), 7U);
  check_all_hold(checks);
}
