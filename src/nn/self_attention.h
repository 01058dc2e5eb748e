// Multi-head self-attention (Vaswani et al. 2017, section 3.2.2): D numbers of each token are
// projected to queries, keys and values, cut into heads that attend each by itself, put together
// and projected once more.
#pragma once

#include "core/elementary.h"
#include "nn/attention.h"
#include "nn/block_weights.h"
#include "nn/encoding.h"
#include "nn/linear.h"
#include "nn/rotary.h"
#include "nn/scratch.h"

#include <array>
#include <cmath>
#include <vector>

// One head within one sequence: its part of the tensors that hold those of all.
template <class Real>
struct Head {
  std::size_t first;         // token of the sequence
  std::size_t length;        // L
  std::size_t first_col;     // of the W of its queries, and of its outputs
  std::size_t width;         // W
  std::size_t first_weight;  // of its L^2
  AttentionMask<Real> mask;

  template <class Tensors>
  auto outputs(Tensors& o) const {  // of (N, D)
    return block(view(o), first, length, first_col, width);
  }
  // Queries, keys and values, of (N, 3D).
  template <class Tensors>
  auto parts(Tensors& qkv) const {
    const auto part = [&](std::size_t k) {
      return block(view(qkv), first, length, qkv.cols() / 3 * k + first_col, width);
    };
    return std::array{part(0), part(1), part(2)};
  }
  View<Real> weights(TensorOf<Real>& p) const {
    return {p.data() + first_weight, length, length, length, 1};
  }
};

// The forward pass saves what the backward pass needs.
template <class Real>
class SelfAttention {
 public:
  // `rotation`: of rotary encoding, for heads of width D / H; it must stay where it is.
  SelfAttention(std::size_t d_model, const StackOptions& options, const Encoding* encoding,
                const Rotation<Real>& rotation)
      : options_(options),
        encoding_(encoding),
        rotation_(&rotation),
        width_(d_model / options.heads),
        qkv_({0, 3 * d_model}),
        p_({0}),
        o_({0, d_model}) {}

  // qkv = x w_inᵀ + b_in        o = attention of every head        y = o w_outᵀ + b_out
  //   x (N, D), starts: of each sequence, and N  ->  y (N, D)
  void forward(TensorOf<Real>& y, const TensorOf<Real>& x, const std::vector<std::size_t>& starts,
               const SelfAttentionWeights<Real>& w) {
    linear_forward(qkv_, x, w.in.weight.value, w.in.bias.value);
    find_heads(starts);
    scale_queries(qkv_);
    if (encoding_->is_rotary) apply_rotary(qkv_, 1);
    o_.resize_rows(x.rows());
    each_head(p_.size() * (2 * width_ + 32), [&](const Head<Real>& head, std::size_t /*place*/) {
      const auto [q, k, v] = head.parts(qkv_);
      attention_forward<Real>(head.outputs(o_), head.weights(p_), q, k, v, head.mask);
    });
    linear_forward(y, o_, w.out.weight.value, w.out.bias.value);
  }

  //   dy (N, D), x as in the forward pass  ->  dx (N, D), the gradients of w
  void backward(TensorOf<Real>& dx, const TensorOf<Real>& dy, const TensorOf<Real>& x,
                SelfAttentionWeights<Real>& w, Scratch<Real>& scratch) {
    TensorOf<Real>& d_o = scratch.d_o;
    TensorOf<Real>& dqkv = scratch.dqkv;
    linear_backward(d_o, w.out.weight.grad, w.out.bias.grad, dy, o_, w.out.weight.value);
    dqkv.resize_rows(x.rows());
    scratch.make_squares(std::min(Workers::places(), heads_.size()), longest_);
    each_head(p_.size() * (4 * width_ + 16), [&](const Head<Real>& head, std::size_t place) {
      const auto [q, k, v] = head.parts(qkv_);
      const auto [dq, dk, dv] = head.parts(dqkv);
      attention_backward<Real>(dq, dk, dv, scratch.square(place, head.length), head.outputs(d_o),
                               head.weights(p_), q, k, v);
    });
    scale_queries(dqkv);
    if (encoding_->is_rotary) apply_rotary(dqkv, -1);
    linear_backward(dx, w.in.weight.grad, w.in.bias.grad, dqkv, x, w.in.weight.value);
  }

  // Of the last forward pass.
  const TensorOf<Real>& qkv() const { return qkv_; }
  const TensorOf<Real>& attention_weights() const { return p_; }
  const TensorOf<Real>& outputs() const { return o_; }

  // What is saved, with its rows for so many tokens, which make so many pairs within sequences.
  template <class Count, class Visit>
  void each_buffer(Count tokens, Count pairs, const Visit& visit) {
    visit(qkv_, tokens);
    visit(p_, static_cast<Count>(options_.heads) * pairs);
    visit(o_, tokens);
  }

 private:
  void find_heads(const std::vector<std::size_t>& starts) {
    heads_.clear();
    longest_ = 0;
    std::size_t weights = 0;
    for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
      const std::size_t length = starts[s + 1] - starts[s];
      longest_ = std::max(longest_, length);
      for (std::size_t head = 0; head < options_.heads; ++head, weights += length * length) {
        heads_.push_back(
            {starts[s], length, head * width_, width_, weights, {options_.causal, slope(head)}});
      }
    }
    p_.resize_rows(weights);
  }

  // 2^(-8h/H), h from 1 (Press et al. 2022, section 3); 0 with another encoding than ALiBi.
  Real slope(std::size_t head) const {
    if (!encoding_->is_alibi) return 0;
    const double exponent =
        static_cast<double>(8 * (head + 1)) / static_cast<double>(options_.heads);
    return static_cast<Real>(elementary::exp(-exponent * elementary::log(2)));
  }

  // turn(head, place) for each head; none needs what another makes (core/workers.h).
  template <class Turn>
  void each_head(std::size_t work, const Turn& turn) const {
    parts_apart(heads_.size(), work, [&](const Part& part) {
      for (std::size_t h = part.first; h < part.last; ++h) turn(heads_[h], part.place);
    });
  }

  // Divides queries, or their gradients, by sqrt(W), so that scores do not grow with the width.
  void scale_queries(TensorOf<Real>& qkv) const {
    const Real scale = 1 / std::sqrt(static_cast<Real>(width_));
    each_apart(qkv.rows(), qkv.size(), [&](std::size_t n) {
      for (std::size_t j = 0; j < qkv.cols() / 3; ++j) qkv.row(n)[j] *= scale;
    });
  }

  // Turns queries and keys by the angle of their position; their gradients back, by -1 times it.
  void apply_rotary(TensorOf<Real>& qkv, Real direction) const {
    each_head(4 * qkv.size(), [&](const Head<Real>& head, std::size_t /*place*/) {
      const auto [q, k, v] = head.parts(qkv);
      for (std::size_t i = 0; i < head.length; ++i) {
        rotate(&q(i, 0), *rotation_, i, direction);
        rotate(&k(i, 0), *rotation_, i, direction);
      }
    });
  }

  StackOptions options_;
  const Encoding* encoding_;
  const Rotation<Real>* rotation_;
  std::size_t width_;              // W = D / H
  std::vector<Head<Real>> heads_;  // of every sequence
  std::size_t longest_ = 0;        // of the sequences
  TensorOf<Real> qkv_;             // (N, 3D): queries, divided by sqrt(W); keys; values
  TensorOf<Real> p_;               // their attention weights, one (L, L) after another
  TensorOf<Real> o_;               // (N, D): the heads' outputs, side by side
};
