#include "experiments/experiment.h"

#include "test.h"

#include <cmath>

TEST(experiment, clearly_above_is_half_as_much_again_and_beyond_the_seeds) {
  CHECK(clearly_above({1.6, 0, 1, 0}, {1, 0, 1, 0}));
  CHECK(!clearly_above({1.4, 0, 1, 0}, {1, 0, 1, 0}));
  CHECK(!clearly_above({1.6, 0.4, 3, 0}, {1, 0.3, 3, 0}));
  CHECK(clearly_above({1.6, 0.2, 3, 0}, {1, 0.3, 3, 0}));
  CHECK(!clearly_above({std::nan(""), 0, 0, 1}, {1, 0, 1, 0}));
}

TEST(experiment, numbers_have_three_digits) {
  CHECK_EQ(three_digits(0.012345), "0.0123");
  CHECK_EQ(layers_text(1), "1 layer");
  CHECK_EQ(layers_text(0), "0 layers");
}
