// Room that all blocks share in their backward passes.
#pragma once

#include "core/view.h"

template <class Real>
struct Scratch {
  Scratch(std::size_t d_model, std::size_t d_ff)
      : dqkv({0, 3 * d_model}), d_o({0, d_model}), ds({0}), da({0, d_ff}), df({0, d_model}) {}

  // Room for `count` squares of (L, L) numbers or fewer, for ds; and one of them.
  void make_squares(std::size_t count, std::size_t longest) {
    side = longest;
    if (ds.rows() < count * side * side) ds.resize_rows(count * side * side);
  }
  View<Real> square(std::size_t place, std::size_t length) {
    return {ds.data() + place * side * side, length, length, length, 1};
  }

  // Each with its rows for so many tokens, in sequences of up to `longest`.
  template <class Count, class Visit>
  void each_buffer(Count tokens, Count longest, const Visit& visit) {
    for (TensorOf<Real>* tensor : {&dqkv, &d_o, &da, &df}) visit(*tensor, tokens);
    visit(ds, longest * longest);
  }

  TensorOf<Real> dqkv;  // of self-attention
  TensorOf<Real> d_o;
  TensorOf<Real> ds;
  std::size_t side = 0;
  TensorOf<Real> da;  // of feed-forward
  TensorOf<Real> df;  // what comes back through a layer of the block
};
