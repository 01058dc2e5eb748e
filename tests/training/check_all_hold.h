// That gradients hold, and by how much not.
#pragma once

#include "test.h"
#include "training/gradcheck.h"

#include <vector>

inline void check_all_hold(const std::vector<GradientCheck>& checks) {
  for (const GradientCheck& check : checks) {
    test::check(
        __FILE__, __LINE__, check.holds && check.largest_error < 1e-7,
        check.pass + " " + check.gradient + " is off by " + test::text(check.largest_error));
  }
}
