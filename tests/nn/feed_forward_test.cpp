#include "nn/feed_forward.h"

#include "matrix.h"
#include "test.h"

#include <limits>

namespace {

constexpr float kLog3 = 1.09861229F;

struct Silu {
  explicit Silu(const Tensor& z) : a({0}), sigmoid({0}) { silu_forward(a, sigmoid, z); }
  Tensor a;
  Tensor sigmoid;
};

}  // namespace

TEST(feed_forward, silu_of_a_worked_example) {
  const Silu silu(vector_of({0, kLog3, -kLog3}));
  CHECK(near(silu.sigmoid, vector_of({.5F, .75F, .25F})));
  CHECK(near(silu.a, vector_of({0, .75F * kLog3, -.25F * kLog3})));
}

TEST(feed_forward, silu_of_large_values_is_all_or_nothing) {
  const float most = std::numeric_limits<float>::max();
  const Silu silu(vector_of({1000, -1000, most}));
  CHECK(near(silu.a, vector_of({1000, 0, most}), 1e-30F));
  CHECK(std::isnan(Silu(vector_of({std::numeric_limits<float>::quiet_NaN()})).a[0]));
}

// g + z g (1 - g), with a sigmoid g of 1/2, 3/4 and 1/4.
TEST(feed_forward, silu_backward_of_a_worked_example) {
  const Tensor z = vector_of({0, kLog3, -kLog3});
  Tensor d = vector_of({8, 16, 16});
  silu_backward(d, vector_of({.5F, .75F, .25F}), z);
  CHECK(near(d, vector_of({4, 12 + 3 * kLog3, 4 - 3 * kLog3})));
}

// z is (x, log 3): y = 2 SiLU(x) + 4 * 3/4 log 3 + 10, each place by itself.
TEST(feed_forward, forward_of_a_worked_example) {
  FeedForwardWeights<float> w("", 1, 2);
  w.linear1.weight.value = matrix({{1}, {0}});
  w.linear1.bias.value = vector_of({0, kLog3});
  w.linear2.weight.value = matrix({{2, 4}});
  w.linear2.bias.value = vector_of({10});
  FeedForward<float> layer(2);
  Tensor y({0, 1});
  layer.forward(y, matrix({{0}, {kLog3}, {0}}), w);
  const float at_0 = 10 + 3 * kLog3;
  CHECK(near(y, matrix({{at_0}, {at_0 + 1.5F * kLog3}, {at_0}})));
}
