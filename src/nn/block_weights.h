// What shapes a block of layers (nn/block.h), and its weights, under their names in the state dict
// of PyTorch's nn.TransformerEncoderLayer. All of them are there, used or not.
#pragma once

#include "nn/parameter.h"

#include <array>
#include <cstddef>
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

template <class Real>
struct SelfAttentionWeights {
  SelfAttentionWeights(const std::string& prefix, std::size_t d_model)
      : in_weight(prefix + "in_proj_weight", {3 * d_model, d_model}),
        in_bias(prefix + "in_proj_bias", {3 * d_model}),
        out_weight(prefix + "out_proj.weight", {d_model, d_model}),
        out_bias(prefix + "out_proj.bias", {d_model}) {}

  Parameter<Real> in_weight;  // (3D, D): of the queries, of the keys, of the values
  Parameter<Real> in_bias;    // (3D)
  Parameter<Real> out_weight;
  Parameter<Real> out_bias;
};

template <class Real>
struct FeedForwardWeights {
  FeedForwardWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : weight1(prefix + "linear1.weight", {d_ff, d_model}),
        bias1(prefix + "linear1.bias", {d_ff}),
        weight2(prefix + "linear2.weight", {d_model, d_ff}),
        bias2(prefix + "linear2.bias", {d_model}) {}

  Parameter<Real> weight1;
  Parameter<Real> bias1;
  Parameter<Real> weight2;
  Parameter<Real> bias2;
};

template <class Real>
struct NormWeights {
  NormWeights(const std::string& prefix, std::size_t d_model)
      : weight(prefix + "weight", {d_model}), bias(prefix + "bias", {d_model}) {}

  Parameter<Real> weight;
  Parameter<Real> bias;
};

template <class Real>
struct BlockWeights {
  BlockWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : attention(prefix + "self_attn.", d_model),
        feed_forward(prefix, d_model, d_ff),
        norm1(prefix + "norm1.", d_model),
        norm2(prefix + "norm2.", d_model) {}

  // In the order of the state dict: those that a block with these options uses. By default, all.
  Parameters<Real> parameters(const StackOptions& options = {}) {
    Parameters<Real> list = {&attention.in_weight, &attention.in_bias, &attention.out_weight,
                             &attention.out_bias};
    const auto append = [&](bool used, const Parameters<Real>& more) {
      if (used) list.insert(list.end(), more.begin(), more.end());
    };
    append(!options.no_feed_forward, {&feed_forward.weight1, &feed_forward.bias1,
                                      &feed_forward.weight2, &feed_forward.bias2});
    append(options.has_norm(), {&norm1.weight, &norm1.bias});
    append(options.has_norm() && !options.no_feed_forward, {&norm2.weight, &norm2.bias});
    return list;
  }

  SelfAttentionWeights<Real> attention;
  FeedForwardWeights<Real> feed_forward;
  NormWeights<Real> norm1;
  NormWeights<Real> norm2;
};
