#include "nn/block.h"

#include "core/named.h"
#include "matrix.h"
#include "test.h"

namespace {

const Rotation<float> kNoRotation(0, 0);

StackOptions with_norm(const char* name) {
  StackOptions options;
  options.layers = 1;
  options.heads = 1;
  options.norm = find_named(kNorms, name);
  return options;
}

// Attention hands on what it is given, since each sequence has one place; feed-forward adds
// (1, 5) whatever it is given.
BlockWeights<float> example_weights() {
  BlockWeights<float> w("", 2, 3);
  w.attention.in.weight.value = matrix({{0, 0}, {0, 0}, {0, 0}, {0, 0}, {1, 0}, {0, 1}});
  w.attention.out.weight.value = matrix({{1, 0}, {0, 1}});
  w.feed_forward.linear2.bias.value = vector_of({1, 5});
  w.norm1.weight.value = vector_of({1, 1});
  w.norm2.weight.value = vector_of({10, 10});
  return w;
}

Tensor forward(const StackOptions& options) {
  Block<float> block(2, 3, options, find_encoding("none"), kNoRotation);
  return block.forward(matrix({{20, 24}, {7, 3}}), {0, 1, 2}, example_weights());
}

}  // namespace

// norm(20, 24) is (-1, 1), norm(7, 3) is (1, -1).
TEST(block, norm_stands_before_after_or_nowhere) {
  CHECK(near(forward(with_norm("pre")), matrix({{20 - 1 + 1, 24 + 1 + 5}, {7 + 1 + 1, 3 - 1 + 5}}),
             2e-5F));
  // norm(2x) is (-1, 1) once more; with (1, 5) it is (0, 6), and (2, 4), whose norms are (-1, 1).
  CHECK(near(forward(with_norm("post")), matrix({{-10, 10}, {-10, 10}}), 1e-4F));
  CHECK(same(forward(with_norm("none")), matrix({{41, 53}, {15, 11}})));
}

TEST(block, without_skip_connection_only_the_layers_output_goes_on) {
  StackOptions options = with_norm("none");
  options.no_skip = true;
  CHECK(same(forward(options), matrix({{1, 5}, {1, 5}})));
}

TEST(block, without_feed_forward_is_attention_alone) {
  StackOptions options = with_norm("none");
  options.no_feed_forward = true;
  CHECK(same(forward(options), matrix({{40, 48}, {14, 6}})));
  options.no_skip = true;
  CHECK(same(forward(options), matrix({{20, 24}, {7, 3}})));
}

// What feed-forward gets no gradient for stays as it was; x's comes by attention alone.
TEST(block, backward_of_a_worked_example) {
  for (const bool no_skip : {false, true}) {
    StackOptions options = with_norm("none");
    options.no_skip = no_skip;
    Block<float> block(2, 3, options, find_encoding("none"), kNoRotation);
    BlockWeights<float> w = example_weights();
    Scratch<float> scratch(2, 3);
    const Tensor x = matrix({{20, 24}, {7, 3}});
    block.forward(x, {0, 1, 2}, w);
    Tensor d = matrix({{1, 2}, {3, 4}});
    block.backward(d, w, scratch);
    CHECK(same(w.feed_forward.linear2.bias.grad, vector_of({4, 6})));
    // Feed-forward's output is the same whatever x is: without skip, nothing gets past it.
    CHECK(same(d, no_skip ? matrix({{0, 0}, {0, 0}}) : matrix({{2, 4}, {6, 8}})));
  }
}

TEST(block, names_its_weights_as_pytorch_does) {
  BlockWeights<float> w("layers.0.", 2, 3);
  std::string names;
  for (const Parameter<float>* parameter : w.parameters()) names += parameter->name + "\n";
  CHECK_EQ(names,
           "layers.0.self_attn.in_proj_weight\nlayers.0.self_attn.in_proj_bias\n"
           "layers.0.self_attn.out_proj.weight\nlayers.0.self_attn.out_proj.bias\n"
           "layers.0.linear1.weight\nlayers.0.linear1.bias\n"
           "layers.0.linear2.weight\nlayers.0.linear2.bias\n"
           "layers.0.norm1.weight\nlayers.0.norm1.bias\n"
           "layers.0.norm2.weight\nlayers.0.norm2.bias\n");
}
