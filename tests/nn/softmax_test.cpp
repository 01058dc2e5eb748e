#include "nn/softmax.h"

#include "matrix.h"
#include "test.h"

#include <limits>

namespace {

constexpr float kLog2 = 0.69314718F;
constexpr float kLog3 = 1.09861229F;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

Tensor shares(Tensor scores, bool causal) {
  softmax_forward(view(scores), causal);
  return scores;
}

}  // namespace

TEST(softmax, forward_of_a_worked_example) {
  const Tensor scores = matrix({{0, kLog3, kLog2}, {5, 5, 5}, {-7, -7 + kLog2, -7}});
  CHECK(near(shares(scores, false),
             matrix({{1 / 6.F, 3 / 6.F, 2 / 6.F}, {1 / 3.F, 1 / 3.F, 1 / 3.F}, {.25F, .5F, .25F}}),
             1e-6F));
}

// Whatever stands where a row sees nothing, NaN included.
TEST(softmax, causal_rows_see_up_to_themselves) {
  CHECK(near(shares(matrix({{-3, 1000, kNan}, {0, kLog3, kNan}, {4, 4, 4 + kLog2}}), true),
             matrix({{1, 0, 0}, {.25F, .75F, 0}, {.25F, .25F, .5F}}), 1e-6F));
}

TEST(softmax, one_place_gets_all) {
  for (const bool causal : {false, true}) {
    for (const float score : {0.F, -1e30F, 1e30F}) {
      CONTEXT("score " << score);
      CHECK(same(shares(matrix({{score}}), causal), matrix({{1.F}})));
    }
  }
}

TEST(softmax, large_scores_neither_overflow_nor_vanish) {
  const float most = std::numeric_limits<float>::max();
  CHECK(near(shares(matrix({{1000, 1000 + kLog3}, {-1000, -1000}}), false),
             matrix({{.25F, .75F}, {.5F, .5F}}), 1e-4F));
  CHECK(near(shares(matrix({{most, -most}, {-most, most}}), false), matrix({{1, 0}, {0, 1}})));
}

TEST(softmax, a_nan_spoils_its_own_row_only) {
  const Tensor p = shares(matrix({{0, kNan}, {0, 0}}), false);
  CHECK(std::isnan(p[0]) && std::isnan(p[1]));
  CHECK(same(matrix({{p[2], p[3]}}), matrix({{.5F, .5F}})));
}

// A share's gradient less the mean of all, weighted by the shares, which is 1 here.
TEST(softmax, backward_of_a_worked_example) {
  const Tensor p = matrix({{.25F, .75F}, {1, 0}});
  Tensor d = matrix({{4, 0}, {4, 9}});
  softmax_backward(view(d), view(p));
  CHECK(same(d, matrix({{.75F, -.75F}, {0, 0}})));
}
