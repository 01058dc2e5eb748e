// Multi-head self-attention (Vaswani et al. 2017, section 3.2.2): D numbers of each place are
// projected to queries, keys and values, cut into heads that attend each by itself, put together
// and projected once more.
#pragma once

#include "core/elementary.h"
#include "nn/attention.h"
#include "nn/encoding.h"
#include "nn/linear.h"
#include "nn/parameter.h"
#include "nn/rotary.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

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

struct AttentionOptions {
  std::size_t heads;
  bool causal;
  const Encoding* encoding;
  std::size_t max_seq_len;
};

// One head within one sequence: which part of the tensors is its own.
template <class Real>
struct Head {
  std::size_t first;        // place of the sequence
  std::size_t length;       // L
  std::size_t first_col;    // of the queries; those of keys and values are D and 2D further
  std::size_t width;        // W
  std::size_t first_share;  // of its L^2
  Sight<Real> sight;

  // Its part of the queries, keys and values (N, 3D), or of the outputs (N, D).
  template <class Tensors>
  auto queries(Tensors& t) const {
    return block(view(t), first, length, first_col, width);
  }
  template <class Tensors>
  auto keys(Tensors& t) const {
    return block(view(t), first, length, t.cols() / 3 + first_col, width);
  }
  template <class Tensors>
  auto values(Tensors& t) const {
    return block(view(t), first, length, t.cols() / 3 * 2 + first_col, width);
  }
  // Its shares (L, L) among those of all.
  template <class Tensors>
  auto shares(Tensors& t) const {
    return View<std::remove_pointer_t<decltype(t.data())>>{t.data() + first_share, length, length,
                                                           length, 1};
  }
};

// What backward passes need for a moment: all layers use one.
template <class Real>
struct AttentionScratch {
  explicit AttentionScratch(std::size_t d_model)
      : dqkv({0, 3 * d_model}), d_o({0, d_model}), ds({0}) {}
  void reserve(std::size_t places, std::size_t longest) {
    dqkv.reserve_rows(places);
    d_o.reserve_rows(places);
    ds.resize_rows(longest * longest);
  }
  TensorOf<Real> dqkv;
  TensorOf<Real> d_o;
  TensorOf<Real> ds;  // (L, L) of the longest sequence
};

// The forward pass keeps what the backward pass needs.
template <class Real>
class SelfAttention {
 public:
  SelfAttention(std::size_t d_model, const AttentionOptions& options)
      : options_(options),
        width_(d_model / options.heads),
        qkv_({0, 3 * d_model}),
        p_({0}),
        o_({0, d_model}) {
    if (options.encoding->turns_heads) rotation_.emplace(options.max_seq_len, width_);
  }

  // qkv = x w_inᵀ + b_in        o = attention of every head        y = o w_outᵀ + b_out
  //   x (N, D), starts: of each sequence, and N  ->  y (N, D)
  void forward(TensorOf<Real>& y, const TensorOf<Real>& x, const std::vector<std::size_t>& starts,
               const SelfAttentionWeights<Real>& w) {
    linear_forward(qkv_, x, w.in_weight.value, w.in_bias.value);
    turn_and_scale(qkv_, starts, 1);
    o_.resize_rows(x.rows());
    p_.resize_rows(options_.heads * squares(starts));
    for_each_head(starts, [&](const Head<Real>& head) {
      attention_forward<Real>(head.queries(o_), head.shares(p_), head.queries(qkv_),
                              head.keys(qkv_), head.values(qkv_), head.sight);
    });
    linear_forward(y, o_, w.out_weight.value, w.out_bias.value);
  }

  //   dy (N, D); x and starts as in the forward pass  ->  dx (N, D), the gradients of w
  void backward(TensorOf<Real>& dx, const TensorOf<Real>& dy, const TensorOf<Real>& x,
                const std::vector<std::size_t>& starts, SelfAttentionWeights<Real>& w,
                AttentionScratch<Real>& scratch) {
    linear_backward(scratch.d_o, w.out_weight.grad, w.out_bias.grad, dy, o_, w.out_weight.value);
    TensorOf<Real>& dqkv = scratch.dqkv;
    dqkv.resize_rows(x.rows());
    for_each_head(starts, [&](const Head<Real>& head) {
      if (scratch.ds.rows() < head.length * head.length) {
        scratch.ds.resize_rows(head.length * head.length);
      }
      const View<Real> ds = {scratch.ds.data(), head.length, head.length, head.length, 1};
      attention_backward<Real>(head.queries(dqkv), head.keys(dqkv), head.values(dqkv), ds,
                               head.queries(scratch.d_o), head.shares(p_), head.queries(qkv_),
                               head.keys(qkv_), head.values(qkv_));
    });
    turn_and_scale(dqkv, starts, -1);
    linear_backward(dx, w.in_weight.grad, w.in_bias.grad, dqkv, x, w.in_weight.value);
  }

  void reserve(std::size_t places, std::size_t longest) {
    qkv_.reserve_rows(places);
    o_.reserve_rows(places);
    p_.reserve_rows(options_.heads * places * longest);
  }

  // Of every sequence and head, one after another, the (L, L) shares of the last forward pass.
  const TensorOf<Real>& shares() const { return p_; }
  const TensorOf<Real>& projected() const { return qkv_; }  // (N, 3D): queries, keys, values
  const TensorOf<Real>& heads() const { return o_; }        // (N, D): their outputs

  // How many numbers it keeps of the last forward pass.
  std::size_t kept() const { return qkv_.size() + p_.size() + o_.size(); }

 private:
  // The sum of L^2 over the sequences.
  static std::size_t squares(const std::vector<std::size_t>& starts) {
    std::size_t sum = 0;
    for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
      sum += (starts[s + 1] - starts[s]) * (starts[s + 1] - starts[s]);
    }
    return sum;
  }

  // Queries are divided by sqrt(W), so that scores do not grow with the width; with rotary
  // encoding, queries and keys turn. Gradients are divided, too, and turn back (direction -1).
  void turn_and_scale(TensorOf<Real>& qkv, const std::vector<std::size_t>& starts,
                      Real direction) const {
    const std::size_t d_model = qkv.cols() / 3;
    const Real scale = 1 / std::sqrt(static_cast<Real>(width_));
    for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
      for (std::size_t n = starts[s]; n < starts[s + 1]; ++n) {
        Real* row = qkv.row(n);
        for (std::size_t j = 0; j < d_model; ++j) row[j] *= scale;
        for (std::size_t j = 0; rotation_ && j < 2 * d_model; j += width_) {
          rotate(row + j, *rotation_, n - starts[s], direction);
        }
      }
    }
  }

  // 2^(-8h/H), h from 1 (Press et al. 2022, section 3); 0 with another encoding than ALiBi.
  Real slope(std::size_t head) const {
    if (!options_.encoding->sinks_with_distance) return 0;
    const double exponent =
        static_cast<double>(8 * (head + 1)) / static_cast<double>(options_.heads);
    return static_cast<Real>(elementary::exp(-exponent * elementary::log(2)));
  }

  template <class Function>
  void for_each_head(const std::vector<std::size_t>& starts, const Function& function) const {
    std::size_t first_share = 0;
    for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
      const std::size_t length = starts[s + 1] - starts[s];
      for (std::size_t head = 0; head < options_.heads; ++head) {
        function(Head<Real>{
            starts[s], length, head * width_, width_, first_share, {options_.causal, slope(head)}});
        first_share += length * length;
      }
    }
  }

  AttentionOptions options_;
  std::size_t width_;                       // W = D / H
  std::optional<Rotation<Real>> rotation_;  // of rotary encoding
  TensorOf<Real> qkv_;                      // (N, 3D): queries, divided by sqrt(W); keys; values
  TensorOf<Real> p_;                        // (sum of L^2 times heads)
  TensorOf<Real> o_;                        // (N, D): the heads' outputs, side by side
};
