// A block: self-attention, then feed-forward. Each is added to what it was given (a skip
// connection), with a layer norm before it (--norm pre), after the sum (post, as in Vaswani et al.
// 2017), or nowhere:
//
//   pre   x = x + f(norm(x))        post  x = norm(x + f(x))        none  x = x + f(x)
#pragma once

#include "nn/block_weights.h"
#include "nn/embedding.h"
#include "nn/feed_forward.h"
#include "nn/layer_norm.h"
#include "nn/self_attention.h"

#include <utility>
#include <vector>

template <class Real>
class Block {
 public:
  Block(std::size_t d_model, std::size_t d_ff, const StackOptions& options,
        const Encoding* encoding, const Rotation<Real>& rotation)
      : options_(options),
        norm1_(d_model),
        attention_(d_model, options, encoding, rotation),
        sum1_({0, d_model}),
        norm2_(d_model),
        feed_forward_(d_ff),
        sum2_({0, d_model}) {}

  //   x (N, D), which must stay for the backward pass; starts: of each sequence, and N
  //   ->  the block's output (N, D), valid until the next call
  const TensorOf<Real>& forward(const TensorOf<Real>& x, const std::vector<std::size_t>& starts,
                                const BlockWeights<Real>& w) {
    in1_ = before() ? &norm1_.forward(x, w.norm1) : &x;
    attention_.forward(sum1_, *in1_, starts, w.attention);
    if (skip()) sum_forward(sum1_, x);
    middle_ = after() ? &norm1_.forward(sum1_, w.norm1) : &sum1_;
    if (options_.no_feed_forward) return *middle_;
    in2_ = before() ? &norm2_.forward(*middle_, w.norm2) : middle_;
    feed_forward_.forward(sum2_, *in2_, w.feed_forward);
    if (skip()) sum_forward(sum2_, *middle_);
    return after() ? norm2_.forward(sum2_, w.norm2) : sum2_;
  }

  // The same steps, from the last to the first. Around a layer, dx goes as it is: that is what the
  // skip connection is for; df comes back through the layer.
  //   dx (N, D), on entry the gradient of the output  ->  dx, the gradients of w
  void backward(TensorOf<Real>& dx, BlockWeights<Real>& w, Scratch<Real>& scratch) {
    TensorOf<Real>& df = scratch.df;
    if (!options_.no_feed_forward) {
      if (after()) norm2_.backward(dx, w.norm2);
      feed_forward_.backward(df, dx, *in2_, w.feed_forward, scratch.da);
      if (before()) norm2_.backward(df, w.norm2);
      join(dx, df);
    }
    if (after()) norm1_.backward(dx, w.norm1);
    attention_.backward(df, dx, *in1_, w.attention, scratch);
    if (before()) norm1_.backward(df, w.norm1);
    join(dx, df);
  }

  // What the last forward pass left.
  const SelfAttention<Real>& attention() const { return attention_; }
  const FeedForward<Real>& feed_forward() const { return feed_forward_; }
  const TensorOf<Real>& middle() const { return *middle_; }  // (N, D): between the halves

  // What is saved for the backward pass (nn/self_attention.h).
  template <class Count, class Visit>
  void each_buffer(Count tokens, Count pairs, const Visit& visit) {
    if (options_.has_norm()) norm1_.each_buffer(tokens, visit);
    attention_.each_buffer(tokens, pairs, visit);
    visit(sum1_, tokens);
    if (options_.no_feed_forward) return;
    if (options_.has_norm()) norm2_.each_buffer(tokens, visit);
    feed_forward_.each_buffer(tokens, visit);
    visit(sum2_, tokens);
  }

 private:
  bool before() const { return options_.norm->before; }
  bool after() const { return options_.norm->after; }
  bool skip() const { return !options_.no_skip; }

  // Of what goes around a layer and what comes back through it.
  void join(TensorOf<Real>& dx, TensorOf<Real>& df) const {
    if (!skip()) return std::swap(dx, df);
    sum_forward(dx, df);
  }

  StackOptions options_;
  LayerNorm<Real> norm1_;
  SelfAttention<Real> attention_;
  TensorOf<Real> sum1_;  // (N, D): x + attention
  LayerNorm<Real> norm2_;
  FeedForward<Real> feed_forward_;
  TensorOf<Real> sum2_;                     // (N, D): middle + feed-forward
  const TensorOf<Real>* in1_ = nullptr;     // what attention was given
  const TensorOf<Real>* middle_ = nullptr;  // what it and its norm made of x
  const TensorOf<Real>* in2_ = nullptr;     // what feed-forward was given
};
