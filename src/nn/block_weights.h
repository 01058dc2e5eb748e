// What shapes a block of layers (nn/block.h), and its weights, under their names in the state dict
// of PyTorch's nn.TransformerEncoderLayer. All of them are there, used or not.
#pragma once

#include "nn/parameter.h"

#include <array>
#include <string>

struct Norm {
  const char* name;  // as options and files write it
  bool before;
  bool after;
};
inline constexpr std::array<Norm, 3> kNorms = {
    {{"pre", true, false}, {"post", false, true}, {"none", false, false}}};

// What shapes a stack of blocks.
struct StackOptions {
  std::size_t layers = 0;
  std::size_t heads = 2;
  std::size_t d_ff = 0;  // 0 for 4 d_model
  const Norm* norm = kNorms.data();
  bool causal = false;
  bool no_skip = false;
  bool no_feed_forward = false;

  bool has_norm() const { return norm->before || norm->after; }
};

// Of a linear layer, weight (O, I) and bias (O); of a norm, both (D).
template <class Real>
struct WeightAndBias {
  WeightAndBias(const std::string& prefix, const std::vector<std::size_t>& shape)
      : weight(prefix + "weight", shape), bias(prefix + "bias", {shape.front()}) {}

  Parameter<Real> weight;
  Parameter<Real> bias;
};

template <class Real>
struct SelfAttentionWeights {
  SelfAttentionWeights(const std::string& prefix, std::size_t d_model)
      : in(prefix + "in_proj_", {3 * d_model, d_model}),
        out(prefix + "out_proj.", {d_model, d_model}) {}

  WeightAndBias<Real> in;  // (3D, D): of the queries, of the keys, of the values
  WeightAndBias<Real> out;
};

template <class Real>
struct FeedForwardWeights {
  FeedForwardWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : linear1(prefix + "linear1.", {d_ff, d_model}),
        linear2(prefix + "linear2.", {d_model, d_ff}) {}

  WeightAndBias<Real> linear1;
  WeightAndBias<Real> linear2;
};

template <class Real>
struct BlockWeights {
  BlockWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : attention(prefix + "self_attn.", d_model),
        feed_forward(prefix, d_model, d_ff),
        norm1(prefix + "norm1.", {d_model}),
        norm2(prefix + "norm2.", {d_model}) {}

  // In the order of the state dict: those that a block with these options uses. By default, all.
  Parameters<Real> parameters(const StackOptions& options = {}) {
    Parameters<Real> list;
    const auto append = [&](bool used, WeightAndBias<Real>& both) {
      if (!used) return;
      for (Parameter<Real>* one : {&both.weight, &both.bias}) list.push_back(one);
    };
    append(true, attention.in);
    append(true, attention.out);
    append(!options.no_feed_forward, feed_forward.linear1);
    append(!options.no_feed_forward, feed_forward.linear2);
    append(options.has_norm(), norm1);
    append(options.has_norm() && !options.no_feed_forward, norm2);
    return list;
  }

  SelfAttentionWeights<Real> attention;
  FeedForwardWeights<Real> feed_forward;
  WeightAndBias<Real> norm1;
  WeightAndBias<Real> norm2;
};
