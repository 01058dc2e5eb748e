#include "experiments/stack_measures.h"

#include "models/weights.h"

#include "test.h"

namespace {

Influence matrix(std::size_t length, const std::vector<double>& values) {
  Influence m({length, length});
  std::copy(values.begin(), values.end(), m.begin());
  return m;
}

}  // namespace

TEST(stack_measures, distance_and_cosine_by_hand) {
  TensorOf<double> x({4, 2});
  const std::vector<double> values = {9, 9, 3, 0, 0, 4, 0, 0};
  std::copy(values.begin(), values.end(), x.begin());
  // Rows 1 and 2: mean (1.5, 2), each 2.5 from it, in all 5 long.
  CHECK_NEAR(distance_from_rank_one(x, 1, 2), std::sqrt(12.5 / 25), 1e-12);
  CHECK_EQ(mean_cosine(x, 1, 2), 0.0);
  CHECK_NEAR(mean_cosine(x, 0, 2), std::sqrt(0.5), 1e-12);
  CHECK_EQ(mean_cosine(x, 2, 2), 1.0);  // a row of zeros
  // All four: mean (3, 3.25); six pairs, three of them with the zeros.
  CHECK_NEAR(distance_from_rank_one(x, 0, 4), std::sqrt((54 + 54.75) / (90 + 97)), 1e-12);
  CHECK_NEAR(mean_cosine(x, 0, 4), (2 * std::sqrt(0.5) + 3) / 6, 1e-12);
  CHECK_EQ(distance_from_rank_one(x, 3, 1), 0.0);
}

TEST(stack_measures, share_and_rank_of_the_token_before) {
  const Influence m = matrix(3, {1, 0, 0, 0.3, 0.6, 0.1, 0.5, 0.2, 0.3});
  CHECK_NEAR(share_before(m), 0.25, 1e-12);  // 0.3 and 0.2
  CHECK_EQ(largest_before(m), 0.5);          // of place 1 beside its own, not of place 2
  CHECK_EQ(largest_before(matrix(3, {1, 0, 0, 0.4, 0.2, 0.4, 0, 1, 0})), 0.5);  // a tie is not more
}

// By hand: half = (A + I)/2; the later layer stands on the left.
TEST(stack_measures, rollout_multiplies_the_layers_with_their_skips) {
  const Influence first = matrix(2, {1, 0, 0.5, 0.5});
  const Influence second = matrix(2, {0, 1, 1, 0});
  const Influence product = rollout({first, second});
  CHECK_NEAR(product[0], 0.625, 1e-12);  // 0.5 1 + 0.5 0.25
  CHECK_NEAR(product[1], 0.375, 1e-12);  // 0.5 0 + 0.5 0.75
  CHECK_NEAR(product[2], 0.625, 1e-12);
  CHECK_EQ(rollout({first})[2], 0.25);
}

// A model whose attention is nothing: what is left is the skip connection, so that each prediction
// depends on its own token alone.
TEST(stack_measures, leave_one_out_finds_the_only_token_that_counts) {
  ModelSizes sizes = {9, 5, 4};
  sizes.encoding = find_encoding("none");
  sizes.stack.layers = 1;
  TorchRandom torch(3);
  Transformer<float> model(sizes);
  draw_weights(model, torch);
  for (BlockWeights<float>& layer : model.layers) layer.attention.out.weight.value.fill(0);
  const Sequences data = sequences_of_length(2, 5, 9, torch);
  const Influences found =
      influences(model, Ids(data.sequence(1), data.sequence(2)), 6, kTargets[1], torch);
  CHECK_EQ(found.layers.size(), 1U);
  for (std::size_t i = 0; i < 5; ++i) {
    CONTEXT("i " << i);
    CHECK_EQ(found.leave_one_out.row(i)[i], 1.0);
    double sum = 0;
    for (std::size_t j = 0; j < 5; ++j) sum += found.attention.row(i)[j];
    CHECK_NEAR(sum, 1, 1e-6);
  }
}
