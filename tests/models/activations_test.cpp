#include "models/activations.h"

#include "models/transformer.h"
#include "test.h"

// What a forward pass over two sequences leaves is as much as was counted beforehand.
TEST(activations, are_as_many_as_a_pass_leaves) {
  ModelSizes sizes = {9, 6, 4};
  sizes.stack.layers = 2;
  sizes.stack.d_ff = 5;
  for (const Norm& norm : kNorms) {
    for (const bool no_feed_forward : {false, true}) {
      CONTEXT("norm " << norm.name << " without feed-forward " << no_feed_forward);
      sizes.stack.norm = &norm;
      sizes.stack.no_feed_forward = no_feed_forward;
      Transformer<float> model(sizes);
      model.forward(whole_batch({{1, 2, 3, 4, 5, 6, 7}, {0, 5, 7}}, 9));
      std::size_t left = 0;
      for (Block<float> block : model.blocks()) {
        block.each_buffer(0, 0, [&](const Tensor& tensor, int /*rows*/) { left += tensor.size(); });
      }
      CHECK_EQ(saved_activations(sizes, 7, 25 + 4), static_cast<double>(left));
    }
  }
}

// dqkv, d_o, df, x, p and dx, of 4 columns each but the first; da; ds.
TEST(activations, share_one_room_backward) {
  ModelSizes sizes = {9, 6, 4};
  sizes.stack.d_ff = 5;
  CHECK_EQ(shared_activations(sizes, 7, 5), 7.0 * (8 * 4 + 5) + 25);
  sizes.encoding = find_encoding("rotary");  // and a sine and a cosine for 6 positions and one pair
  CHECK_EQ(shared_activations(sizes, 7, 5), 7.0 * (8 * 4 + 5) + 25 + 6 * 2);
}
