#include "nn/attention.h"

#include "matrix.h"
#include "test.h"

namespace {

constexpr float kLog2 = 0.69314718F;
constexpr float kLog3 = 1.09861229F;

struct Attended {
  Tensor o;
  Tensor p;
};

Attended attend(const Tensor& q, const Tensor& k, const Tensor& v, const Sight<float>& sight) {
  Attended result = {Tensor({q.rows(), v.cols()}), Tensor({q.rows(), q.rows()})};
  attention_forward(view(result.o), view(result.p), view(q), view(k), view(v), sight);
  return result;
}

}  // namespace

// The scores are (0, log 3) and (0, 0).
TEST(attention, forward_of_a_worked_example) {
  const Tensor q = matrix({{kLog3, 1}, {0, 1}});
  const Tensor k = matrix({{0, 0}, {1, 0}});
  const Tensor v = matrix({{4, 40}, {8, 80}});
  const Attended all = attend(q, k, v, {false, 0});
  CHECK(near(all.p, matrix({{.25F, .75F}, {.5F, .5F}})));
  CHECK(near(all.o, matrix({{7, 70}, {6, 60}})));
  const Attended causal = attend(q, k, v, {true, 0});
  CHECK(near(causal.p, matrix({{1, 0}, {.5F, .5F}})));
  CHECK(near(causal.o, matrix({{4, 40}, {6, 60}})));
}

TEST(attention, of_one_place_is_its_value) {
  for (const bool causal : {false, true}) {
    const Attended one =
        attend(matrix({{3, -5}}), matrix({{7, 100}}), matrix({{2, 6}}), {causal, 0.5F});
    CHECK(same(one.p, matrix({{1.F}})));
    CHECK(same(one.o, matrix({{2, 6}})));
  }
}

// With equal scores, a weight halves with each place of distance.
TEST(attention, alibi_lowers_scores_with_distance_in_both_directions) {
  const Tensor zero = matrix({{0}, {0}, {0}});
  const Tensor v = matrix({{7}, {70}, {700}});
  const Attended all = attend(zero, zero, v, {false, kLog2});
  CHECK(
      near(all.p,
           matrix({{4 / 7.F, 2 / 7.F, 1 / 7.F}, {.25F, .5F, .25F}, {1 / 7.F, 2 / 7.F, 4 / 7.F}})));
  CHECK(near(all.o, matrix({{124}, {211.75F}, {421}}), 1e-3F));
  const Attended causal = attend(zero, zero, v, {true, kLog2});
  CHECK(near(causal.p, matrix({{1, 0, 0}, {1 / 3.F, 2 / 3.F, 0}, {1 / 7.F, 2 / 7.F, 4 / 7.F}})));
}

// Its share is 1 whatever the score, so query and key can change nothing.
TEST(attention, gradient_of_one_place_goes_to_its_value) {
  const Tensor q = matrix({{3, -5}});
  const Tensor k = matrix({{7, 100}});
  const Tensor v = matrix({{2, 6}});
  const Tensor p = matrix({{1.F}});
  const Tensor d_o = matrix({{10, 20}});
  Tensor dq({1, 2});
  Tensor dk({1, 2});
  Tensor dv({1, 2});
  Tensor ds({1, 1});
  attention_backward(view(dq), view(dk), view(dv), view(ds), view(d_o), view(p), view(q), view(k),
                     view(v));
  CHECK(same(dq, matrix({{0, 0}})));
  CHECK(same(dk, matrix({{0, 0}})));
  CHECK(same(dv, matrix({{10, 20}})));
}
