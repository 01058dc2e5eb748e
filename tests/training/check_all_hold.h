// That gradients hold, and by how much not.
#pragma once

#include "test.h"
#include "training/gradcheck.h"

#include <vector>

inline void check_all_hold(const std::vector<GradientCheck>& checks) {
  for (const GradientCheck& check : checks) {
    if (check.holds && check.largest_error < 1e-7) continue;
    test::fail(__FILE__, __LINE__,
               check.pass + " " + check.gradient + " is off by " + test::text(check.largest_error));
  }
}
