#include "models/transformer.h"

#include "matrix.h"
#include "models/weights.h"
#include "test.h"

namespace {

// Tokens 2 0 | 1, at positions 0 1 | 0.
Batch example() { return whole_batch({{2, 0, 1}, {0, 2, 3}}, 3); }

void set_weights(Model<float>& model) {
  model.token_embedding.value = matrix({{1, 0}, {0, 1}, {3, 5}});
  model.linear_weight.value = matrix({{2, -1}});
  model.linear_bias.value = vector_of({0.5F});
}

}  // namespace

// y = (E[t] + P[i])·w + b and its gradients by hand.
TEST(transformer, forward_and_backward_of_a_worked_example) {
  Transformer<float> model({3, 2, 2});
  set_weights(model);
  model.pos_embedding.value = matrix({{10, 20}, {30, 40}});
  const Batch batch = example();
  const Tensor& y = model.forward(batch);
  CHECK(same(y, matrix({{13 * 2 - 25 + 0.5F}, {31 * 2 - 40 + 0.5F}, {10 * 2 - 21 + 0.5F}})));

  for (int again = 0; again < 2; ++again) {  // a gradient is set anew
    model.backward(batch, matrix({{1}, {2}, {-1}}));
    CHECK(same(model.token_embedding.grad, matrix({{4, -2}, {-2, 1}, {2, -1}})));
    CHECK(same(model.pos_embedding.grad, matrix({{0, 0}, {4, -2}})));
    CHECK(same(model.linear_weight.grad, matrix({{13 + 62 - 10, 25 + 80 - 21}})));
    CHECK(same(model.linear_bias.grad, vector_of({2})));
  }
}

TEST(transformer, sinusoidal_vectors_are_added_but_not_trained) {
  Transformer<float> model({3, 2, 2, find_encoding("sinusoidal")});
  set_weights(model);
  CHECK_EQ(model.parameters().size(), 3U);
  CHECK(model.pos_embedding.value.shape() == std::vector<std::size_t>({2, 2}));
  const float with = model.forward(example())[0];
  CHECK_EQ(with, 3 * 2 - (5 + 1) + 0.5F);  // sin 0 and cos 0 added
}

TEST(transformer, without_encoding_the_position_makes_no_difference) {
  Transformer<float> model({3, 2, 2, find_encoding("none")});
  set_weights(model);
  CHECK_EQ(model.parameters().size(), 3U);
  CHECK_EQ(model.pos_embedding.value.size(), 0U);
  const Tensor& y = model.forward(whole_batch({{2, 2}, {0, 2}}, 3));
  CHECK_EQ(y[0], y[1]);
}

// Each layer looks for its room at every step.
TEST(transformer, with_layers_allocates_nothing_for_batches_that_were_reserved) {
  ModelSizes sizes = {3, 3, 4};
  sizes.stack.layers = 2;
  TorchRandom random(1);
  const auto model = drawn<Transformer<float>>(sizes, random);
  const auto& blocks = dynamic_cast<const Transformer<float>&>(*model).blocks();
  model->reserve(5, 3);
  const float* memory = model->forward(whole_batch({{1}, {0, 1}}, 3)).data();
  const float* shares = blocks[1].attention().attention_weights().data();
  CHECK_EQ(model->forward(whole_batch({{2, 0, 2, 1, 1}, {0, 3, 5}}, 3)).data(), memory);
  CHECK_EQ(blocks[1].attention().attention_weights().data(), shares);
  CHECK_EQ(blocks[1].attention().attention_weights().size(), 2U * (3 * 3 + 2 * 2));
}
