#include "nn/layer_norm.h"

#include "matrix.h"
#include "test.h"

#include <limits>

namespace {

WeightAndBias<float> weights(const Tensor& weight, const Tensor& bias) {
  WeightAndBias<float> w("", {weight.size()});
  w.weight.value = weight;
  w.bias.value = bias;
  return w;
}

Tensor forward(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return LayerNorm<float>(x.cols()).forward(x, weights(weight, bias));
}

}  // namespace

// Mean 12, variance 4; mean 0, variance 1.
TEST(layer_norm, forward_of_a_worked_example) {
  const Tensor x = matrix({{10, 10, 14, 14}, {1, -1, -1, 1}});
  const Tensor y = forward(x, vector_of({1, 2, 3, 0}), vector_of({0, 0, 10, 20}));
  CHECK(near(y, matrix({{-1, -2, 13, 20}, {1, -2, 7, 20}}), 2e-5F));
}

// A row's mean and size make no difference, but for the 1e-5 beneath the root.
TEST(layer_norm, forgets_mean_and_size) {
  const Tensor y = forward(matrix({{1, 2, 6}, {1001, 1002, 1006}, {100, 200, 600}}),
                           vector_of({1, 1, 1}), vector_of({0, 0, 0}));
  for (std::size_t j = 0; j < 3; ++j) {
    CONTEXT("j " << j);
    CHECK_NEAR(y.row(1)[j], y.row(0)[j], 2e-4);
    CHECK_NEAR(y.row(2)[j], y.row(0)[j], 1e-5);
  }
}

TEST(layer_norm, a_row_of_equal_values_becomes_the_bias) {
  const Tensor bias = vector_of({3, 4});
  CHECK(same(forward(matrix({{5, 5}, {0, 0}}), vector_of({7, 8}), bias), matrix({{3, 4}, {3, 4}})));
  // Of width 1, every row is one of equal values.
  CHECK(same(forward(matrix({{5}, {-6}}), vector_of({7}), vector_of({3})), matrix({{3}, {3}})));
}

TEST(layer_norm, a_nan_spoils_its_own_row_only) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor y = forward(matrix({{1, nan}, {10, 14}}), vector_of({1, 1}), vector_of({0, 0}));
  CHECK(std::isnan(y[0]) && std::isnan(y[1]));
  CHECK_NEAR(y[2], -1, 1e-5);
}

// z is (-1, -1, 1, 1), the scale 1/2; dz (2, 0, 0, 0), its mean 1/2, that of dz z -1/2.
TEST(layer_norm, backward_of_a_worked_example) {
  WeightAndBias<float> w = weights(vector_of({2, 1, 1, 1}), vector_of({0, 0, 0, 0}));
  LayerNorm<float> norm(4);
  norm.forward(matrix({{10, 10, 14, 14}}), w);
  Tensor d = matrix({{1, 0, 0, 0}});
  w.weight.grad = vector_of({100, 0, 0, 0});
  w.bias.grad = vector_of({0, 10, 0, 0});
  norm.backward(d, w);
  CHECK(near(d, matrix({{0.5F, -0.5F, 0, 0}})));
  CHECK(near(w.weight.grad, vector_of({99, 0, 0, 0}), 2e-5F));
  CHECK(same(w.bias.grad, vector_of({1, 10, 0, 0})));
}

// The scale is 1 / sqrt(1e-5), which is large and finite.
TEST(layer_norm, gradient_of_a_row_of_equal_values_is_finite) {
  WeightAndBias<float> w = weights(vector_of({1, 1}), vector_of({0, 0}));
  LayerNorm<float> norm(2);
  norm.forward(matrix({{5, 5}}), w);
  Tensor d = matrix({{1, 3}});
  norm.backward(d, w);
  CHECK(near(d, matrix({{-316.2278F, 316.2278F}}), 1e-3F));
}
