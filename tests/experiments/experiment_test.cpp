#include "experiments/experiment.h"

#include "test.h"

TEST(experiment, numbers_have_three_digits) {
  CHECK_EQ(three_digits(0.012345), "0.0123");
  CHECK_EQ(layers_text(1), "1 layer");
  CHECK_EQ(layers_text(0), "0 layers");
}
