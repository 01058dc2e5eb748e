// A block: self-attention, then feed-forward. Each is added to what it was given (a skip
// connection), with a layer norm before it (--norm pre), after the sum (post, as in Vaswani et al.
// 2017), or nowhere:
//
//   pre   x = x + f(norm(x))        post  x = norm(x + f(x))        none  x = x + f(x)
#pragma once

#include "nn/feed_forward.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"

#include <array>

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
};

template <class Real>
struct NormWeights {
  NormWeights(const std::string& prefix, std::size_t d_model)
      : weight(prefix + "weight", {d_model}), bias(prefix + "bias", {d_model}) {}
  Parameter<Real> weight;
  Parameter<Real> bias;
};

// Named as in the state dict of PyTorch's nn.TransformerEncoderLayer; all are there, used or not.
template <class Real>
struct BlockWeights {
  BlockWeights(const std::string& prefix, std::size_t d_model, std::size_t d_ff)
      : attention(prefix + "self_attn.", d_model),
        feed_forward(prefix, d_model, d_ff),
        norm1(prefix + "norm1.", d_model),
        norm2(prefix + "norm2.", d_model) {}

  // In the order of the state dict: those that a block with these options uses. By default, all.
  Parameters<Real> parameters(const StackOptions& options = {}) {
    const bool has_norm = options.norm->before || options.norm->after;
    Parameters<Real> list = {&attention.in_weight, &attention.in_bias, &attention.out_weight,
                             &attention.out_bias};
    const auto append = [&](bool used, const Parameters<Real>& more) {
      if (used) list.insert(list.end(), more.begin(), more.end());
    };
    append(!options.no_feed_forward, {&feed_forward.weight1, &feed_forward.bias1,
                                      &feed_forward.weight2, &feed_forward.bias2});
    append(has_norm, {&norm1.weight, &norm1.bias});
    append(has_norm && !options.no_feed_forward, {&norm2.weight, &norm2.bias});
    return list;
  }

  SelfAttentionWeights<Real> attention;
  FeedForwardWeights<Real> feed_forward;
  NormWeights<Real> norm1;
  NormWeights<Real> norm2;
};

// One of the two halves of a block: a layer f with its norm and its skip connection.
template <class Real>
class Residual {
 public:
  Residual(std::size_t d_model, const StackOptions& options)
      : norm_(*options.norm),
        skip_(!options.no_skip),
        normalised_(d_model),
        in_({0, d_model}),
        sum_({0, d_model}),
        y_({0, d_model}) {}

  // y = x + f(norm(x)), norm(x + f(x)) or x + f(x)
  //   x (N, D), layer: f's forward pass (y, x)  ->  y (N, D)
  template <class Layer>
  const TensorOf<Real>& forward(const TensorOf<Real>& x, const NormWeights<Real>& w,
                                const Layer& layer) {
    if (norm_.before) layer_norm_forward(in_, normalised_, x, w.weight.value, w.bias.value);
    TensorOf<Real>& sum = norm_.after ? sum_ : y_;
    layer(sum, norm_.before ? in_ : x);
    for (std::size_t i = 0; skip_ && i < x.size(); ++i) sum[i] += x[i];
    if (norm_.after) layer_norm_forward(y_, normalised_, sum_, w.weight.value, w.bias.value);
    return y_;
  }

  //   dy (N, D), layer: f's backward pass (dx, dy, x)  ->  dy becomes dx; df is room for what comes
  // back through f. Around f, dy goes as it is: that is what the skip connection is for.
  template <class Layer>
  void backward(TensorOf<Real>& dy, const TensorOf<Real>& x, NormWeights<Real>& w,
                TensorOf<Real>& df, const Layer& layer) {
    if (norm_.after) through_norm(dy, w);
    layer(df, dy, norm_.before ? in_ : x);
    if (norm_.before) through_norm(df, w);
    for (std::size_t i = 0; i < dy.size(); ++i) dy[i] = skip_ ? dy[i] + df[i] : df[i];
  }

  void reserve(std::size_t places) {
    normalised_.reserve(places);
    for (TensorOf<Real>* tensor : {&in_, &sum_, &y_}) tensor->reserve_rows(places);
  }

  std::size_t kept() const {
    return normalised_.x.size() + normalised_.scale.size() + in_.size() + sum_.size() + y_.size();
  }

 private:
  // In place: a row's gradient needs that row alone.
  void through_norm(TensorOf<Real>& d, NormWeights<Real>& w) const {
    layer_norm_backward(d, w.weight.grad, w.bias.grad, normalised_, w.weight.value);
  }

  Norm norm_;
  bool skip_;
  NormalisedRows<Real> normalised_;
  TensorOf<Real> in_;   // (N, D): norm(x), with the norm before
  TensorOf<Real> sum_;  // (N, D): x + f(x), with the norm after
  TensorOf<Real> y_;    // (N, D)
};

// Room that all blocks share in their backward passes.
template <class Real>
struct BlockScratch {
  BlockScratch(std::size_t d_model, std::size_t d_ff)
      : attention(d_model), da({0, d_ff}), df({0, d_model}) {}
  void reserve(std::size_t places, std::size_t longest) {
    attention.reserve(places, longest);
    da.reserve_rows(places);
    df.reserve_rows(places);
  }
  AttentionScratch<Real> attention;
  TensorOf<Real> da;
  TensorOf<Real> df;
};

template <class Real>
class Block {
 public:
  Block(std::size_t d_model, std::size_t d_ff, std::size_t max_seq_len, const Encoding* encoding,
        const StackOptions& options)
      : has_feed_forward_(!options.no_feed_forward),
        attention_(d_model, {options.heads, options.causal, encoding, max_seq_len}),
        feed_forward_(d_ff),
        first_(d_model, options),
        second_(d_model, options) {}

  //   x (N, D), which must stay for the backward pass; starts: of each sequence, and N
  //   ->  the block's output (N, D), valid until the next call
  const TensorOf<Real>& forward(const TensorOf<Real>& x, const std::vector<std::size_t>& starts,
                                const BlockWeights<Real>& w) {
    x_ = &x;
    middle_ = &first_.forward(x, w.norm1, [&](TensorOf<Real>& y, const TensorOf<Real>& in) {
      attention_.forward(y, in, starts, w.attention);
    });
    if (!has_feed_forward_) return *middle_;
    return second_.forward(*middle_, w.norm2, [&](TensorOf<Real>& y, const TensorOf<Real>& in) {
      feed_forward_.forward(y, in, w.feed_forward);
    });
  }

  //   dx (N, D), on entry the gradient of the output  ->  dx, the gradients of w
  void backward(TensorOf<Real>& dx, const std::vector<std::size_t>& starts, BlockWeights<Real>& w,
                BlockScratch<Real>& scratch) {
    using Const = const TensorOf<Real>&;
    if (has_feed_forward_) {
      second_.backward(dx, *middle_, w.norm2, scratch.df,
                       [&](TensorOf<Real>& din, Const dy, Const in) {
                         feed_forward_.backward(din, dy, in, w.feed_forward, scratch.da);
                       });
    }
    first_.backward(dx, *x_, w.norm1, scratch.df, [&](TensorOf<Real>& din, Const dy, Const in) {
      attention_.backward(din, dy, in, starts, w.attention, scratch.attention);
    });
  }

  void reserve(std::size_t places, std::size_t longest) {
    attention_.reserve(places, longest);
    feed_forward_.reserve(places);
    first_.reserve(places);
    second_.reserve(places);
  }

  // What the last forward pass left.
  const SelfAttention<Real>& attention() const { return attention_; }
  const FeedForward<Real>& feed_forward() const { return feed_forward_; }
  const TensorOf<Real>& middle() const { return *middle_; }  // (N, D): between the halves

  // How many numbers are kept for the backward pass.
  std::size_t kept() const {
    return attention_.kept() + first_.kept() + feed_forward_.kept() + second_.kept();
  }

 private:
  bool has_feed_forward_;
  SelfAttention<Real> attention_;
  FeedForward<Real> feed_forward_;
  Residual<Real> first_;
  Residual<Real> second_;
  const TensorOf<Real>* x_ = nullptr;       // the last forward pass's input
  const TensorOf<Real>* middle_ = nullptr;  // what attention made of it
};
