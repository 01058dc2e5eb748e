// The gradients of what a block of self-attention is made of, on small fixed tensors.
#pragma once

#include "nn/block.h"
#include "training/gradcheck.h"

#include <functional>
#include <vector>

// The backward passes that are checked: ours, unless a test plants a wrong one.
struct AttentionBackward {
  using Doubles = TensorOf<double>;
  using Starts = std::vector<std::size_t>;

  std::function<void(Doubles& dy, Doubles& dweight, Doubles& dbias, const NormalisedRows<double>&,
                     const Doubles& weight)>
      layer_norm = layer_norm_backward<double>;
  std::function<void(const View<double>& dp, const View<const double>& p)> softmax =
      softmax_backward<double>;
  std::function<void(SelfAttention<double>&, Doubles& dx, const Doubles& dy, const Doubles& x,
                     const Starts&, SelfAttentionWeights<double>&)>
      self_attention = [](SelfAttention<double>& layer, Doubles& dx, const Doubles& dy,
                          const Doubles& x, const Starts& starts,
                          SelfAttentionWeights<double>& weights) {
        AttentionScratch<double> scratch(x.cols());
        layer.backward(dx, dy, x, starts, weights, scratch);
      };
};

// Layer norm, softmax, self-attention with each encoding, causal or not, feed-forward, and the
// block with its norm in each place.
std::vector<GradientCheck> check_attention(const AttentionBackward& backward = {});
